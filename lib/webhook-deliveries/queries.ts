import { db, Prisma } from '../db/db'
import { keysetSql } from '../db/keyset'
import { type Cursor, type Page, toPage } from '../page'
import type { Viewer } from '../viewer'
import { readEventData } from '../webhook-events/queries'
import type { DeliveredEvent, EventReference } from '../webhook-events/schema'
import type { DeliveryProblem, DeliveryState, DeliveryView } from './view'

/** A delivery with its webhook, to be sent. */
export type DueDelivery = EventReference & {
  id: string
  createdAt: Date
  attempts: number
  webhookId: number
  userId: number
  url: string
  includesText: boolean
  secret: string
  previousSecret: string | null
  previousSecretUntil: Date | null
  failingSince: Date | null
}

const ownerIsPresent = { bannedAt: null, deletedAt: null, accountDeletion: null }

/**
 * Finds a pending delivery of an active webhook, whose owner is neither suspended nor leaving.
 * @returns null for any other
 */
export async function findDueDelivery(id: string): Promise<DueDelivery | null> {
  const row = await db.webhookDelivery.findFirst({
    where: { id, state: 'pending', webhook: { state: 'active', user: ownerIsPresent } },
    include: { webhook: true },
  })
  if (!row) return null
  const { webhook, event, subjectId, actorId, createdAt, attempts } = row
  const { id: webhookId, userId, url, includesText, secret, failingSince } = webhook
  const { previousSecret, previousSecretUntil } = webhook
  return {
    ...{ id, event: event as DeliveredEvent, subjectId, actorId, createdAt, attempts },
    ...{ webhookId, userId, url, includesText, secret, previousSecret, previousSecretUntil, failingSince },
  }
}

type Sent = EventReference & {
  id: string
  createdAt: Date
  webhookId: number
  userId: number
  includesText: boolean
}

/**
 * The body of a delivery, with what the member may see now.
 * @returns null when the event no longer applies, or when the member may not see it
 */
export async function readBody(delivery: Sent): Promise<string | null> {
  const { id, event, createdAt } = delivery
  const data = await readEventData(delivery, delivery)
  return data && JSON.stringify({ id, event, created_at: createdAt, data })
}

type Row = Omit<DeliveryView, 'event' | 'state' | 'problem'> & {
  event: string
  state: string
  problem: string | null
}

function toView(row: Row): DeliveryView {
  const { event, state, problem, ...rest } = row
  return {
    ...rest,
    event: event as DeliveredEvent,
    state: state as DeliveryState,
    problem: problem as DeliveryProblem | null,
  }
}

/**
 * The deliveries of one of the viewer's webhooks, the newest first; none for that of another user.
 * @param withMessages whether to include the event of a private message
 */
export async function listDeliveries(
  viewer: Viewer,
  webhookId: number,
  cursor: Cursor<string> | null,
  size: number,
  withMessages = true,
): Promise<Page<DeliveryView>> {
  const isIncluded = withMessages ? Prisma.empty : Prisma.sql`AND d.event <> 'message'`
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`d.created_at`, Prisma.sql`d.id`)
  const rows = await db.$queryRaw<Row[]>`
    SELECT d.id, d.event, d.state, d.attempts, d.created_at AS "createdAt", d.next_attempt_at AS "nextAttemptAt",
      d.attempted_at AS "attemptedAt", d.duration, d.status, d.problem
    FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
    WHERE d.webhook_id = ${webhookId} AND w.user_id = ${viewer.id} AND ${after} ${isIncluded}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  return toPage(rows, size, cursor, toView)
}

/**
 * The body that one of the viewer's deliveries would have if it were sent now.
 * @returns null for an unknown delivery, and when nothing would be sent
 */
export async function previewBody(viewer: Viewer, webhookId: number, id: string): Promise<string | null> {
  const row = await db.webhookDelivery.findFirst({
    where: { id, webhookId, webhook: { userId: viewer.id } },
    include: { webhook: { select: { includesText: true } } },
  })
  if (!row) return null
  const { event, webhook, ...reference } = row
  return readBody({
    ...reference,
    event: event as DeliveredEvent,
    userId: viewer.id,
    includesText: webhook.includesText,
  })
}
