import { encryptWebhookSecret, newWebhookSecret } from '../crypto/webhook-signature'
import { db, transaction } from '../db/db'
import type { JobRunner } from '../jobs/runner'
import { createPost } from '../posts/mutations'
import { listDeliveries } from '../webhook-deliveries/queries'
import { type EventReference, webhookEvents } from '../webhook-events/schema'
import { aViewer } from './factories'
import { inOneMinute, makeDue } from './jobs'
import { startReceiver } from './receiver'

type NewRow = { url?: string; events?: string; state?: string; includesText?: boolean; secret?: string }

/** Inserts an active webhook for every event. @returns its id */
export async function aWebhook(
  userId: number,
  { secret = newWebhookSecret(), ...row }: NewRow = {},
): Promise<number> {
  const defaults = { url: 'https://hook.example/', events: webhookEvents.join(' ') }
  const data = { userId, ...defaults, ...row, secret: encryptWebhookSecret(secret) }
  return (await transaction((tx) => tx.webhook.create({ data, select: { id: true } }))).id
}

type Delivery = EventReference & { id: string; webhookId: number; state: string }

/** The deliveries of a member's webhooks, in the order of their events. */
export async function deliveriesOf(userId: number): Promise<Delivery[]> {
  const rows = await db.webhookDelivery.findMany({
    where: { webhook: { userId } },
    orderBy: { webhookId: 'asc' },
  })
  const order = (event: string) => (webhookEvents as readonly string[]).indexOf(event)
  rows.sort(
    (one, other) =>
      one.createdAt.getTime() - other.createdAt.getTime() || order(one.event) - order(other.event),
  )
  return rows as unknown as Delivery[]
}

/** A member with a webhook at a receiver on this machine, and a post that waits to be delivered. */
export async function aReceivedWebhook(respond?: Parameters<typeof startReceiver>[0]) {
  const receiver = await startReceiver(respond)
  const [ann, secret] = [await aViewer(), newWebhookSecret()]
  const webhookId = await aWebhook(ann.id, { url: receiver.url, secret })
  const post = await createPost(ann, { body: 'Ñandú 🐦' })
  const view = async () => {
    const page = await listDeliveries(ann, webhookId, null, 50)
    return page.items[0]
  }
  const webhook = () => db.webhook.findUniqueOrThrow({ where: { id: webhookId } })
  return { receiver, ann, secret, webhookId, post, view, webhook }
}

/** Makes the next attempt due instead of waiting. */
export async function runNextAttempt(runner: JobRunner): Promise<void> {
  await makeDue()
  await transaction((tx) =>
    tx.webhookDelivery.updateMany({ where: { state: 'pending' }, data: { nextAttemptAt: new Date(0) } }),
  )
  await runner.drain(inOneMinute())
}
