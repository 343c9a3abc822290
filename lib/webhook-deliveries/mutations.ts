import { type Transaction, transaction } from '../db/db'
import { lockUser } from '../db/locks'
import { AppError } from '../errors'
import { announceJobs } from '../jobs/dispatch'
import { enqueueJob } from '../jobs/enqueue'
import { limits } from '../limits'
import { log } from '../log/log'
import { mailJob } from '../mail/mail-job'
import type { Viewer } from '../viewer'
import { enqueueDelivery } from '../webhook-events/mutations'
import { webhookTask } from '../webhook-events/schema'
import { webhookStoppedMail } from './mails'
import { judgeAttempt, keptSince, type Outcome, requestSeconds, retryDelay } from './policy'
import type { DueDelivery } from './queries'
import type { ResendInput } from './schema'
import type { DeliveryProblem } from './view'

export type AttemptResult = {
  /** Milliseconds. */
  duration: number
  /** null when there was no response. */
  status: number | null
  problem: DeliveryProblem | null
  /** Seconds of Retry-After in the response. */
  retryAfter: number | null
}

/** Milliseconds for which an attempt keeps other jobs from sending the same delivery: longer than it can take. */
const claimPeriod = (requestSeconds + 20) * 1000

/**
 * Claims a delivery for one attempt. If it is not due yet or is claimed, at most one job is enqueued for the time when it
 * becomes due: the process of the other attempt can be killed.
 * @returns whether it may be sent now
 */
export async function claimDelivery(id: string, now = new Date()): Promise<boolean> {
  return transaction(async (tx) => {
    const where = { id, state: 'pending' }
    const claimed = await tx.webhookDelivery.updateMany({
      where: { ...where, nextAttemptAt: { lte: now } },
      data: { nextAttemptAt: new Date(now.getTime() + claimPeriod) },
    })
    if (claimed.count > 0) return true
    const later = await tx.webhookDelivery.findFirst({ where, select: { nextAttemptAt: true } })
    if (later?.nextAttemptAt)
      await enqueueJob(
        tx,
        webhookTask,
        { deliveryId: id },
        // The time is in the key because the job that runs now can have been enqueued here, and still has its own key.
        { runAt: later.nextAttemptAt, key: `webhook:${id}:${later.nextAttemptAt.getTime()}` },
      )
    return false
  })
}

/** Makes a claimed delivery due again, when its attempt was interrupted. */
export async function releaseDelivery(id: string): Promise<void> {
  const data = { nextAttemptAt: new Date() }
  await transaction((tx) => tx.webhookDelivery.updateMany({ where: { id, state: 'pending' }, data }))
}

/**
 * Records an attempt: the delivery ends or is due again, and a webhook that has failed for days, or that is gone, is
 * stopped and reported by mail.
 */
export async function recordAttempt(
  delivery: DueDelivery,
  result: AttemptResult,
  now = new Date(),
): Promise<Outcome> {
  const { id, webhookId } = delivery
  const { duration, status, problem, retryAfter } = result
  const attempts = delivery.attempts + 1
  const outcome = judgeAttempt({ status, attempts, failingSince: delivery.failingSince }, now)
  const nextAttemptAt =
    outcome === 'retry' ? new Date(now.getTime() + retryDelay(attempts, retryAfter)) : null
  const state = { delivered: 'delivered', retry: 'pending' }[outcome as string] ?? 'failed'
  const jobIds = await transaction(async (tx) => {
    // The webhook before its delivery: the deletion of a webhook locks them in this order.
    const mailId = await updateWebhook(tx, delivery, outcome, now)
    const attempt = { attempts, attemptedAt: now, duration, status, problem }
    const where = { id, state: 'pending' }
    const { count } = await tx.webhookDelivery.updateMany({
      where,
      data: { ...attempt, state, nextAttemptAt },
    })
    // Deleted, or ended by another run of its job.
    if (count === 0 || !nextAttemptAt) return [mailId]
    return [mailId, await enqueueJob(tx, webhookTask, { deliveryId: id }, { runAt: nextAttemptAt })]
  })
  announceJobs(...jobIds)
  log.info({ event: 'webhook.attempt', id, webhookId, attempt: attempts, status, problem, duration, outcome })
  return outcome
}

/** @returns the id of the job that mails the owner of a stopped webhook */
async function updateWebhook(
  tx: Transaction,
  { webhookId: id, userId, url }: DueDelivery,
  outcome: Outcome,
  now: Date,
): Promise<string | null> {
  if (outcome === 'delivered') {
    await tx.webhook.updateMany({ where: { id, failingSince: { not: null } }, data: { failingSince: null } })
    return null
  }
  await tx.webhook.updateMany({ where: { id, failingSince: null }, data: { failingSince: now } })
  if (outcome !== 'webhook-failed' && outcome !== 'webhook-gone') return null
  const reason = outcome === 'webhook-gone' ? 'gone' : 'failed'
  // Several deliveries can end at the same time: one of them stops the webhook.
  const where = { id, state: 'active' }
  const { count } = await tx.webhook.updateMany({ where, data: { state: reason } })
  if (count === 0) return null
  const select = { username: true, email: true, locale: true } as const
  const owner = await tx.user.findUniqueOrThrow({ where: { id: userId }, select })
  return enqueueJob(tx, mailJob, await webhookStoppedMail(owner, { id, url, reason }))
}

/** Ends a delivery that is not sent. Idempotent. */
export async function skipDelivery(id: string): Promise<void> {
  const data = { state: 'skipped', nextAttemptAt: null }
  await transaction((tx) => tx.webhookDelivery.updateMany({ where: { id, state: 'pending' }, data }))
}

/**
 * Sends a delivery of one of the viewer's webhooks again, at once and with all its attempts. It keeps its id, so that
 * receivers recognise a repetition.
 * @throws AppError `not-found`; `conflict` when the webhook is not active
 */
export async function resendDelivery(viewer: Viewer, input: ResendInput, withMessages = true): Promise<void> {
  const { webhook: webhookId, delivery: deliveryId } = input
  const jobId = await transaction(async (tx) => {
    await requireActiveWebhook(tx, viewer, webhookId)
    const now = new Date()
    const data = { state: 'pending', attempts: 0, nextAttemptAt: now }
    const where = { id: deliveryId, webhookId, ...(!withMessages && { event: { not: 'message' } }) }
    const { count } = await tx.webhookDelivery.updateMany({ where, data })
    if (count === 0) throw new AppError('not-found', `delivery ${deliveryId}`)
    return enqueueJob(tx, webhookTask, { deliveryId }, { runAt: now })
  })
  announceJobs(jobId)
}

/**
 * Sends the event `ping` to one of the viewer's webhooks.
 * @throws AppError as `resendDelivery`
 */
export async function sendPing(viewer: Viewer, webhookId: number): Promise<void> {
  const jobId = await transaction(async (tx) => {
    await requireActiveWebhook(tx, viewer, webhookId)
    return enqueueDelivery(tx, webhookId, { event: 'ping', subjectId: null, actorId: null })
  })
  announceJobs(jobId)
}

/** Locks the viewer, as the deletion of a webhook does. */
async function requireActiveWebhook(tx: Transaction, viewer: Viewer, id: number): Promise<void> {
  await lockUser(tx, viewer.id)
  const found = await tx.webhook.findFirst({ where: { id, userId: viewer.id }, select: { state: true } })
  if (!found) throw new AppError('not-found', `webhook ${id}`)
  if (found.state !== 'active') throw new AppError('conflict', 'the webhook is not active')
}

/** Deletes ended deliveries that are old, or that a webhook has too many of. @returns how many */
export async function purgeDeliveries(now = new Date()): Promise<number> {
  const { days, kept } = limits.webhooks
  return transaction(
    (tx) => tx.$executeRaw`
      DELETE FROM webhook_deliveries WHERE state <> 'pending' AND (created_at <= ${keptSince(days, now)} OR id IN (
        SELECT id FROM (
          SELECT id, ROW_NUMBER() OVER (PARTITION BY webhook_id ORDER BY created_at DESC, id DESC) AS rank
          FROM webhook_deliveries
        ) ranked WHERE rank > ${kept}))`,
  )
}
