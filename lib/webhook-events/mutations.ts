import { randomUUID } from 'node:crypto'
import { engine, Prisma, type Transaction } from '../db/db'
import { enqueueJob } from '../jobs/enqueue'
import { limits } from '../limits'
import { type EventReference, type WebhookEvent, webhookTask } from './schema'

/**
 * Writes a delivery, and the job that sends it, for each webhook of a user that has chosen the event. Called in the
 * transaction of the event, so that both commit or neither. The job is not announced: mutations need not return
 * its id, and runners find it at their next poll.
 * @param userId whose webhooks; call it only when `activeWebhooks` is not 0
 */
export async function enqueueWebhookEvent(
  tx: Transaction,
  userId: number,
  reference: EventReference,
): Promise<void> {
  // A webhook that is being deleted is left out: a delivery for it would violate the foreign key.
  const locked = engine === 'postgresql' ? Prisma.sql`FOR KEY SHARE OF w` : Prisma.empty
  const rows = await tx.$queryRaw<{ id: number }[]>`
    SELECT w.id FROM webhooks w
    WHERE w.user_id = ${userId} AND w.state = 'active' AND ' ' || w.events || ' ' LIKE ${`% ${reference.event} %`}
      AND (SELECT COUNT(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 'pending')
        < ${limits.webhooks.pending}
    ORDER BY w.id ${locked}`
  for (const { id } of rows) await enqueueDelivery(tx, id, reference)
}

/** Enqueues an event of a post for the webhooks of its author. */
export function enqueuePostEvent(
  tx: Transaction,
  author: { id: number },
  event: Extract<WebhookEvent, `post.${string}`>,
  postId: number,
): Promise<void> {
  return enqueueWebhookEvent(tx, author.id, { event, subjectId: postId, actorId: null })
}

/**
 * Writes a delivery of an event to one webhook, and its job.
 * @returns the id of the job, for `announceJobs` after commit
 */
export async function enqueueDelivery(
  tx: Transaction,
  webhookId: number,
  { event, subjectId, actorId }: EventReference,
): Promise<string | null> {
  const [id, now] = [randomUUID(), new Date()]
  await tx.$executeRaw`
    INSERT INTO webhook_deliveries (id, webhook_id, event, subject_id, actor_id, created_at, next_attempt_at)
    VALUES (${id}, ${webhookId}, ${event}, ${subjectId}, ${actorId}, ${now}, ${now})`
  return enqueueJob(tx, webhookTask, { deliveryId: id }, { runAt: now })
}
