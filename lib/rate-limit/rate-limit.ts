import { RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '../env'
import { AppError, type RateLimitState } from '../errors'
import { unknownAddress } from '../http/cookies'
import { log } from '../log/log'
import { metrics } from '../metrics/current'
import { purgeRateLimits } from './database-limiter'
import { type Limiter, newLimiter } from './limiter'

/**
 * Points per key, and the duration in seconds after which they are available again. The key of a limit whose name ends
 * in `-ip` is the client's address, reduced to its network by `addressKey`. Durable limits protect passwords, accounts
 * and mailboxes (docs/decisions/046).
 */
const rules = {
  'login-account': { points: 10, duration: 15 * 60, isDurable: true },
  'login-device': { points: 10, duration: 15 * 60, isDurable: true },
  'login-ip': { points: 30, duration: 15 * 60, isDurable: true },
  'login-success': { points: 100, duration: 60 * 60, isDurable: true },
  'signup-ip': { points: 100, duration: 15 * 60, isDurable: true },
  'username-check-ip': { points: 120, duration: 5 * 60 },
  'password-reset-ip': { points: 30, duration: 15 * 60, isDurable: true },
  'password-reset': { points: 5, duration: 60 * 60, isDurable: true },
  verification: { points: 10, duration: 60 * 60, isDurable: true },
  'verification-mail': { points: 5, duration: 60 * 60, isDurable: true },
  'api-log-in-mail': { points: 1, duration: 24 * 60 * 60, isDurable: true },
  'unverified-mail': { points: 5, duration: 60 * 60, isDurable: true },
  'account-deletion': { points: 5, duration: 24 * 60 * 60, isDurable: true },
  'verification-ip': { points: 60, duration: 15 * 60, isDurable: true },
  'log-in-mail': { points: 10, duration: 60 * 60, isDurable: true },
  // Not a separate limit: records which jobs have spent their point.
  'job-run': { points: 1, duration: 24 * 60 * 60, isDurable: true },
  'password-change': { points: 10, duration: 15 * 60, isDurable: true },
  post: { points: 300, duration: 5 * 60 },
  message: { points: 300, duration: 5 * 60 },
  'message-read': { points: 600, duration: 5 * 60 },
  follow: { points: 300, duration: 5 * 60 },
  relation: { points: 100, duration: 5 * 60 },
  like: { points: 600, duration: 5 * 60 },
  bookmark: { points: 600, duration: 5 * 60 },
  suggest: { points: 600, duration: 5 * 60 },
  translate: { points: 60, duration: 5 * 60 },
  account: { points: 30, duration: 15 * 60 },
  picture: { points: 20, duration: 60 * 60 },
  search: { points: 120, duration: 60 },
  'search-ip': { points: 120, duration: 60 },
  'feed-ip': { points: 600, duration: 5 * 60 },
  'preview-ip': { points: 120, duration: 5 * 60 },
  'sitemap-ip': { points: 120, duration: 5 * 60 },
  'saved-search': { points: 60, duration: 5 * 60 },
  notifications: { points: 600, duration: 5 * 60 },
  'csp-report-ip': { points: 30, duration: 60 },
  export: { points: 20, duration: 60 * 60 },
  import: { points: 20, duration: 60 * 60 },
  session: { points: 60, duration: 15 * 60 },
  api: { points: 600, duration: 5 * 60 },
  'api-ip': { points: 60, duration: 5 * 60 },
  'api-token': { points: 20, duration: 60 * 60 },
  webhook: { points: 60, duration: 15 * 60 },
  'oauth-app': { points: 20, duration: 60 * 60 },
  'oauth-consent': { points: 60, duration: 15 * 60 },
  'oauth-authorize': { points: 120, duration: 5 * 60 },
  'oauth-authorize-ip': { points: 120, duration: 5 * 60 },
  'oauth-token-ip': { points: 600, duration: 5 * 60 },
  'oauth-failure-ip': { points: 60, duration: 5 * 60 },
  'unsubscribe-ip': { points: 60, duration: 15 * 60 },
  admin: { points: 600, duration: 5 * 60 },
} as const

export type LimitName = keyof typeof rules

/** All limits that a client can reach. */
export const limitNames = (Object.keys(rules) as LimitName[]).filter((name) => name !== 'job-run')

/** A limit that is keyed by the client's address. */
export type AddressLimit = Extract<LimitName, `${string}-ip`>

/** A limit that is keyed by a user or an account name. */
export type MemberLimit = Exclude<LimitName, AddressLimit>

/** A limit of a page, by user id or, for guests, by client address. */
export type PageLimit = 'search' | 'oauth-authorize'

const shared = globalThis as { roostLimiters?: Map<LimitName, Limiter> }

function limiter(name: LimitName): Limiter {
  shared.roostLimiters ??= new Map()
  const known = shared.roostLimiters.get(name)
  if (known) return known
  const created = newLimiter({ ...rules[name], keyPrefix: `roost:limit:${name}` })
  shared.roostLimiters.set(name, created)
  return created
}

/** Limits reports and not requests of people, so that clients with an unknown address share a key. */
const sharedByUnknownClients: LimitName = 'csp-report-ip'

/**
 * The key for the limiter: the IPv4 address or IPv6 /64 for a limit by address, else the key itself.
 * @returns null without limits, and for an unknown address: with a shared key one client could lock out all others
 */
function limiterKey(name: LimitName, key: string): string | null {
  if (env.RATE_LIMITS === 'off') return null
  if (!name.endsWith('-ip')) return key
  return key === unknownAddress && name !== sharedByUnknownClients ? null : addressKey(key)
}

/** @param result of the store */
function toState(name: LimitName, { remainingPoints, msBeforeNext }: RateLimiterRes): RateLimitState {
  const { points, duration } = rules[name]
  const reset = Math.ceil(msBeforeNext / 1000)
  return { name, limit: points, period: duration, remaining: Math.max(0, remainingPoints), reset }
}

/**
 * Spends one point of a key.
 * @param key the client's address for a limit by address, else a user id or an account name
 * @returns what is left, for response headers; null when the key is not limited
 * @throws AppError `rate-limited`, with the seconds to wait, when no points are left; `busy` for a durable limit that no
 *   store can count
 */
export async function spend(name: LimitName, key: string): Promise<RateLimitState | null> {
  const limited = limiterKey(name, key)
  if (limited === null) return null
  try {
    return toState(name, await limiter(name).consume(limited))
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    recordReachedLimit(name)
    const state = toState(name, error)
    throw new AppError('rate-limited', name, { retryAfter: state.reset, rateLimit: state })
  }
}

/**
 * Spends one point of a key for a job that is skipped when none is left. A job that is retried spends one point in
 * total, in the first run that can be counted.
 * @param jobId the same in every run of the job
 * @returns whether a point was left, or an earlier run has spent it
 * @throws AppError `busy` when no store can count, so that the job is retried
 */
export async function trySpendOnce(name: LimitName, key: string, jobId: string): Promise<boolean> {
  const run = `${name}:${jobId}`
  const runs = limiter('job-run')
  if (env.RATE_LIMITS !== 'off' && (await runs.get(run))?.consumedPoints) return true
  try {
    await spend(name, key)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate-limited') throw error
    return false
  }
  if (env.RATE_LIMITS !== 'off') await runs.consume(run).catch(ignoreUncounted)
  return true
}

/** The point is spent already. A later run spends another one, which is better than losing this run. */
function ignoreUncounted(error: unknown): void {
  const isUncounted = error instanceof RateLimiterRes || (error instanceof AppError && error.code === 'busy')
  if (!isUncounted) throw error
}

/**
 * The limit of a key that has no point left. Spends nothing, so that another request may spend the point first: use it
 * only to show the limit, and `spend` to enforce it.
 * @param key as for `spend`
 * @returns null when a point is left
 */
export async function reachedLimit(name: LimitName, key: string): Promise<RateLimitState | null> {
  const limited = limiterKey(name, key)
  if (limited === null) return null
  const count = await limiter(name).get(limited)
  // The memory store also returns a count that has just expired.
  if (!count || count.consumedPoints < rules[name].points || count.msBeforeNext <= 0) return null
  recordReachedLimit(name)
  return toState(name, count)
}

function recordReachedLimit(limit: LimitName): void {
  log.warn({ event: 'rate-limit', limit }, 'limit reached')
  metrics()?.recordReachedLimit(limit)
}

/**
 * The limit that applies to the viewer of a page, and its key.
 * @param viewerId null for a guest
 */
export function pageLimit(name: PageLimit, viewerId: number | null, address: string): [LimitName, string] {
  return viewerId === null ? [`${name}-ip`, address] : [name, String(viewerId)]
}

/** Returns one or all points to a key, for example after a successful log-in. */
export async function refund(name: LimitName, key: string, points: 1 | 'all'): Promise<void> {
  const limited = limiterKey(name, key)
  if (limited === null) return
  if (points === 'all') await limiter(name).delete(limited)
  else await limiter(name).reward(limited, 1)
}

/** Clears all counts except those in Redis; for tests. */
export async function resetLimits(): Promise<void> {
  shared.roostLimiters?.clear()
  await purgeRateLimits(new Date('9999-12-31'))
}

/** The network of a client address: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function addressKey(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)
  if (mapped) return mapped[1] as string
  if (!ip.includes(':')) return ip
  const [head = '', tail] = ip.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array(Math.max(0, zeros)).fill('0'), ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')
}
