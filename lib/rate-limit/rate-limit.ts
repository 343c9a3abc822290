import { RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '../env'
import { AppError } from '../errors'
import { unknownAddress } from '../http/cookies'
import { log } from '../log/log'
import { type Limiter, newLimiter } from './limiter'

/**
 * Points a key may spend, and the seconds until they are back. A limit whose name ends in `-ip` is keyed by the
 * client's address; `spend` reduces it to the part that one customer holds.
 */
const rules = {
  'login-account': { points: 10, duration: 15 * 60 },
  'login-device': { points: 10, duration: 15 * 60 },
  'login-ip': { points: 30, duration: 15 * 60 },
  'login-success': { points: 100, duration: 60 * 60 },
  'signup-ip': { points: 100, duration: 15 * 60 },
  /** For each address: a guest has no other key. */
  'username-check': { points: 120, duration: 5 * 60 },
  'password-change': { points: 10, duration: 15 * 60 },
  post: { points: 300, duration: 5 * 60 },
  message: { points: 300, duration: 5 * 60 },
  'message-read': { points: 600, duration: 5 * 60 },
  follow: { points: 300, duration: 5 * 60 },
  relation: { points: 100, duration: 5 * 60 },
  like: { points: 600, duration: 5 * 60 },
  bookmark: { points: 600, duration: 5 * 60 },
  suggest: { points: 600, duration: 5 * 60 },
  account: { points: 30, duration: 15 * 60 },
  picture: { points: 20, duration: 60 * 60 },
  search: { points: 120, duration: 60 },
  'search-ip': { points: 120, duration: 60 },
  'saved-search': { points: 60, duration: 5 * 60 },
  notifications: { points: 600, duration: 5 * 60 },
  'csp-report-ip': { points: 30, duration: 60 },
  session: { points: 60, duration: 15 * 60 },
} as const

export type LimitName = keyof typeof rules

/** A limit that is keyed by the client's address. */
export type AddressLimit = Extract<LimitName, `${string}-ip`>

/** A limit that is keyed by a member or an account. */
export type MemberLimit = Exclude<LimitName, AddressLimit>

/** A limit of a page: members have one of their own, guests that of their address. */
export type PageLimit = 'search'

const shared = globalThis as { roostLimiters?: Map<LimitName, Limiter> }

function limiter(name: LimitName): Limiter {
  shared.roostLimiters ??= new Map()
  const known = shared.roostLimiters.get(name)
  if (known) return known
  const made = newLimiter({ ...rules[name], keyPrefix: `roost:limit:${name}` })
  shared.roostLimiters.set(name, made)
  return made
}

/** Refuses nothing that a person asked for, so that unknown clients may share it. */
const sharedByUnknown: LimitName = 'csp-report-ip'

/**
 * The key that is counted: for a limit by address the IPv4 address or the IPv6 /64, else the key as given.
 * @returns null when nothing is counted: if unknown clients shared a key, one of them could lock all others out
 */
function countedKey(name: LimitName, key: string): string | null {
  if (!name.endsWith('-ip')) return key
  return key === unknownAddress && name !== sharedByUnknown ? null : addressKey(key)
}

/**
 * Spends one point.
 * @param key the client's address for a limit by address, else the id of the member or the name of the account
 * @throws AppError `rate-limited` with the seconds to wait, once the points are spent.
 */
export async function spend(name: LimitName, key: string): Promise<void> {
  const counted = countedKey(name, key)
  if (env.RATE_LIMITS === 'off' || counted === null) return
  try {
    await limiter(name).consume(counted)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    log.warn({ event: 'rate-limit', limit: name }, 'limit reached')
    throw new AppError('rate-limited', name, { retryAfter: Math.ceil(refusal.msBeforeNext / 1000) })
  }
}

/**
 * Whether a point could be spent now, without spending it. Another request may take the point in between, so this
 * only decides how a refusal is shown: the work itself is limited by `spend`.
 * @param key as for `spend`
 * @returns seconds to wait; 0 when there is a point
 */
export async function secondsToWait(name: LimitName, key: string): Promise<number> {
  const counted = countedKey(name, key)
  if (env.RATE_LIMITS === 'off' || counted === null) return 0
  const count = await limiter(name).get(counted)
  // The memory store answers with a count that has just expired, too.
  if (!count || count.consumedPoints < rules[name].points || count.msBeforeNext <= 0) return 0
  log.warn({ event: 'rate-limit', limit: name }, 'limit reached')
  return Math.ceil(count.msBeforeNext / 1000)
}

/**
 * The limit that the reader of a page spends from, and its key.
 * @param viewerId null for a guest
 */
export function pageLimit(name: PageLimit, viewerId: number | null, address: string): [LimitName, string] {
  return viewerId === null ? [`${name}-ip`, address] : [name, String(viewerId)]
}

/** Gives a key one point back, or all of them: what was spent was no failure after all. */
export async function refund(name: LimitName, key: string, points: 1 | 'all'): Promise<void> {
  const counted = countedKey(name, key)
  if (env.RATE_LIMITS === 'off' || counted === null) return
  if (points === 'all') await limiter(name).delete(counted)
  else await limiter(name).reward(counted, 1)
}

/** Forgets every count kept in memory; for tests. */
export const resetLimits = (): void => shared.roostLimiters?.clear()

/** The part of an address that one customer holds: an IPv4 address, or the first 64 bits of an IPv6 one. */
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
