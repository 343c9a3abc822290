import { expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { limits } from '../limits'
import { createPost, editPost } from '../posts/mutations'
import { aViewer } from '../testing/factories'
import { aWebhook } from '../testing/webhooks'
import { purgeDeliveriesJob } from './jobs'
import { purgeDeliveries, resendDelivery, sendPing } from './mutations'
import { listDeliveries, previewBody } from './queries'

const day = 24 * 60 * 60_000

/** A member with a webhook and a post that waits to be delivered. */
async function arrange() {
  const ann = await aViewer()
  const webhookId = await aWebhook(ann.id)
  const post = await createPost(ann, { body: 'Hello' })
  const view = async () => (await listDeliveries(ann, webhookId, null, 50)).items[0]
  return { ann, webhookId, post, view }
}

test('lists, shows and resends deliveries of own webhooks only', async () => {
  const { ann, webhookId, view } = await arrange()
  const eve = await aViewer()
  const id = (await view())?.id ?? ''
  expect(JSON.parse((await previewBody(ann, webhookId, id)) ?? '')).toMatchObject({
    id,
    event: 'post.created',
  })
  expect(await previewBody(eve, webhookId, id)).toBeNull()
  expect((await listDeliveries(eve, webhookId, null, 50)).items).toEqual([])
  const again = { webhook: webhookId, delivery: id }
  await expect(resendDelivery(eve, again)).rejects.toMatchObject({ code: 'not-found' })
  await expect(sendPing(eve, webhookId)).rejects.toMatchObject({ code: 'not-found' })
  const own = { webhook: await aWebhook(eve.id), delivery: id }
  await expect(resendDelivery(eve, own)).rejects.toMatchObject({ code: 'not-found' })
})

test('lists deliveries page by page', async () => {
  const { ann, webhookId, post } = await arrange()
  for (const body of ['One', 'Two']) await editPost(ann, { id: post.id, body })
  const first = await listDeliveries(ann, webhookId, null, 2)
  expect(first.items.map(({ event }) => event)).toEqual(['post.edited', 'post.edited'])
  const last = first.items.at(-1)
  const cursor = { at: last?.createdAt ?? new Date(), id: last?.id ?? '', direction: 'older' } as const
  expect((await listDeliveries(ann, webhookId, cursor, 2)).items.map(({ event }) => event)).toEqual([
    'post.created',
  ])
})

test('deletes old deliveries and keeps the newest of each webhook, and those that wait', async () => {
  const ann = await aViewer()
  const [webhookId, other] = [await aWebhook(ann.id), await aWebhook(ann.id)]
  const { days, kept } = limits.webhooks
  const now = Date.now()
  const ended = (id: string, webhookId: number, age: number) => {
    return { id, webhookId, event: 'like', state: 'delivered', createdAt: new Date(now - age) }
  }
  const waiting = { ...ended('waiting', webhookId, 40 * day), state: 'pending', nextAttemptAt: new Date() }
  const many = Array.from({ length: kept + 5 }, (_, at) => ended(`many-${at}`, other, at))
  const rows = [
    ended('old', webhookId, days * day + 1000),
    ended('new', webhookId, (days - 1) * day),
    waiting,
    ...many,
  ]
  await transaction((tx) => tx.webhookDelivery.createMany({ data: rows }))
  expect(await purgeDeliveries(new Date(now))).toBe(6)
  const left = await db.webhookDelivery.findMany({ where: { webhookId }, orderBy: { id: 'asc' } })
  expect(left.map(({ id }) => id)).toEqual(['new', 'waiting'])
  expect(await db.webhookDelivery.findUnique({ where: { id: 'many-0' } })).not.toBeNull()
  expect(purgeDeliveriesJob.everyMinutes).toBe(60)
})
