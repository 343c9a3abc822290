import { RateLimiterRes } from 'rate-limiter-flexible'
import { env } from '../env'
import { type ErrorEntry, listenToErrors, log } from '../log/log'
import { type Limiter, newLimiter } from '../rate-limit/limiter'
import { type ErrorGroup, errorReport, fingerprintOf } from './error-report'
import { mailer } from './mail'
import { mailServer } from './mail-server'
import type { Mail } from './message'

/** Seconds between two mails of all processes: at most two mails in ten minutes. */
const interval = 5 * 60

/** Milliseconds in which the first errors are collected for a mail. */
const collectTime = 1000

/** Groups in one mail. Further groups are counted as one. */
const maxGroups = 20

const maxRequestIds = 5

/**
 * In production, mails errors of the log to ADMINS if a mail server is set: the first at once, later ones together,
 * grouped and counted, every five minutes. Processes share the limit as they share rate limits (docs/decisions/016).
 */
export function startErrorMail(): void {
  if (env.NODE_ENV !== 'production' || env.ADMINS.length === 0 || !mailServer(env)) return
  listenToErrors(
    collectErrors(
      newLimiter({ points: 1, duration: interval, keyPrefix: 'roost:error-mail' }),
      sendErrorMail,
    ),
  )
}

/**
 * Collects errors in groups.
 * @param limiter has one point for each mail
 * @param send must not throw
 * @returns the function that takes an error
 */
export function collectErrors(
  limiter: Pick<Limiter, 'consume'>,
  send: (mail: Omit<Mail, 'to'>) => Promise<void>,
): (entry: ErrorEntry) => void {
  let groups = new Map<string, ErrorGroup>()
  let isScheduled = false

  const flush = async () => {
    const wait = await timeToWait(limiter)
    if (wait > 0) return schedule(wait)
    const current = [...groups.values()]
    groups = new Map()
    isScheduled = false
    await send(errorReport(current, env.APP_URL ?? 'localhost'))
  }
  const schedule = (milliseconds: number) => {
    isScheduled = true
    // A pending mail does not keep a process running.
    setTimeout(flush, milliseconds).unref()
  }
  return (entry) => {
    addError(groups, entry)
    if (!isScheduled) schedule(collectTime)
  }
}

/** Sends a mail to each of ADMINS. Never throws: an error of the mail server must not cause another mail. */
export async function sendErrorMail(mail: Omit<Mail, 'to'>): Promise<void> {
  for (const to of env.ADMINS)
    await mailer
      .send({ ...mail, to })
      .catch((error) => log.warn({ event: 'error-mail.failed', err: error }, 'cannot mail an error'))
}

function addError(groups: Map<string, ErrorGroup>, entry: ErrorEntry): void {
  const fingerprint = fingerprintOf(entry)
  const key = groups.has(fingerprint) || groups.size < maxGroups ? fingerprint : ''
  const now = new Date()
  const group = groups.get(key) ?? { entry, count: 0, first: now, last: now, requestIds: [] }
  const { requestIds } = group
  if (entry.requestId && requestIds.length < maxRequestIds && !requestIds.includes(entry.requestId))
    requestIds.push(entry.requestId)
  groups.set(key, { ...group, count: group.count + 1, last: now })
}

/** Spends the point for a mail. Returns milliseconds to wait, 0 when the mail may be sent. */
async function timeToWait(limiter: Pick<Limiter, 'consume'>): Promise<number> {
  try {
    await limiter.consume('all')
    return 0
  } catch (error) {
    // Any other error comes from the store of the limiter: wait for it.
    return error instanceof RateLimiterRes ? Math.max(error.msBeforeNext, 1) : interval * 1000
  }
}
