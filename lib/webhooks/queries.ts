import { db } from '../db/db'
import { limits } from '../limits'
import { rowId } from '../text/fields'
import type { Viewer } from '../viewer'
import { toWebhookView, type WebhookView, webhookColumns } from './view'

/** The viewer's webhooks, the oldest first. */
export async function listWebhooks(viewer: Viewer): Promise<WebhookView[]> {
  const rows = await db.webhook.findMany({
    where: { userId: viewer.id },
    orderBy: { id: 'asc' },
    take: limits.webhooks.perUser,
    select: webhookColumns,
  })
  return rows.map(toWebhookView)
}

/** One of the viewer's webhooks; null for a missing one and for that of another user. */
export async function getWebhook(viewer: Viewer, id: number): Promise<WebhookView | null> {
  const row = await db.webhook.findFirst({ where: { id, userId: viewer.id }, select: webhookColumns })
  return row && toWebhookView(row)
}

/**
 * The id of the user to whom a webhook belongs.
 * @param param the id in a path
 */
export async function ownerOfWebhook(param: string): Promise<number | null> {
  const id = rowId.safeParse(param).data
  if (!id) return null
  return (await db.webhook.findUnique({ where: { id }, select: { userId: true } }))?.userId ?? null
}
