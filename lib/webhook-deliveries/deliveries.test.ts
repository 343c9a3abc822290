import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { db, transaction } from '../db/db'
import { env } from '../env'
import type { JobDefinition } from '../jobs/definition'
import { JobRunner } from '../jobs/runner'
import { mailJob } from '../mail/mail-job'
import { createPost } from '../posts/mutations'
import { inOneMinute } from '../testing/jobs'
import { readMails } from '../testing/mailbox'
import { emptyMailbox } from '../testing/mails'
import type { startReceiver } from '../testing/receiver'
import { changeSettings } from '../testing/settings'
import { aReceivedWebhook, deliveriesOf, runNextAttempt } from '../testing/webhooks'
import { webhookJob } from './jobs'
import { resendDelivery, sendPing } from './mutations'
import { maxAttempts } from './policy'

const day = 24 * 60 * 60_000
const jobs = [webhookJob, mailJob] as unknown as JobDefinition[]
const runner = new JobRunner(jobs, { remoteConcurrency: 1 })
const runDue = () => runner.drain(inOneMinute())

beforeEach(async () => {
  changeSettings({ WEBHOOK_TARGETS: 'any' })
  await emptyMailbox()
})

afterEach(() => void vi.useRealTimers())

const fail: Parameters<typeof startReceiver>[0] = (response) => void response.writeHead(500).end()

test('sends a signed request, which the reference library of Standard Webhooks verifies', async () => {
  const { receiver, secret, post, ann, view } = await aReceivedWebhook()
  await runDue()
  const [request] = receiver.received
  const { body = '', headers = {} } = request ?? {}
  const payload = new Webhook(secret).verify(body, headers as Record<string, string>)
  expect(payload).toMatchObject({
    id: headers['webhook-id'],
    event: 'post.created',
    data: { post: { id: post.id, body: 'Ñandú 🐦', author: { id: ann.id } } },
  })
  expect(headers).toMatchObject({ 'content-type': 'application/json' })
  expect(await view()).toMatchObject({ state: 'delivered', attempts: 1, status: 204, problem: null })
  expect(Date.now() - new Date((payload as { created_at: string }).created_at).getTime()).toBeLessThan(60_000)
})

test('also signs with the former secret for a day', async () => {
  const { receiver, ann, secret, webhookId, webhook } = await aReceivedWebhook()
  const { secret: previousSecret } = await webhook()
  const change = (previousSecretUntil: Date) =>
    transaction((tx) => tx.webhook.updateMany({ data: { previousSecret, previousSecretUntil } }))
  await change(new Date(Date.now() + day))
  await runDue()
  await change(new Date(Date.now() - 1))
  await sendPing(ann, webhookId)
  await runDue()
  const counts = receiver.received.map(
    ({ headers }) => String(headers['webhook-signature']).split(' ').length,
  )
  expect(counts).toEqual([2, 1])
  for (const { body, headers } of receiver.received)
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toBeDefined()
})

test('retries a failed delivery with the same id and current data until it succeeds', async () => {
  const { receiver, post, view } = await aReceivedWebhook(fail)
  vi.useFakeTimers({ toFake: ['Date'] })
  await runDue()
  expect(await view()).toMatchObject({ state: 'pending', attempts: 1, status: 500 })
  const { nextAttemptAt } = (await view()) ?? {}
  expect(nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 2000)
  // Nothing is due.
  expect(await runDue()).toBe(0)
  vi.useRealTimers()
  await transaction((tx) =>
    tx.post.update({ where: { id: post.id }, data: { body: 'Changed' }, select: { id: true } }),
  )
  receiver.respond((response) => void response.writeHead(200).end())
  await runNextAttempt(runner)
  const [first, second, ...others] = receiver.received
  expect(others).toEqual([])
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(JSON.parse(second?.body ?? '')).toMatchObject({ data: { post: { body: 'Changed' } } })
  expect(await view()).toMatchObject({ state: 'delivered', attempts: 2, status: 200, nextAttemptAt: null })
  expect(await db.job.count({ where: { kind: 'webhook' } })).toBe(0)
})

test('fails after the last attempt; then the member can send it again', async () => {
  const { receiver, ann, webhookId, view, webhook } = await aReceivedWebhook(fail)
  await runDue()
  for (let attempt = 2; attempt <= maxAttempts; attempt++) await runNextAttempt(runner)
  expect(receiver.received).toHaveLength(maxAttempts)
  expect(await view()).toMatchObject({ state: 'failed', attempts: maxAttempts, nextAttemptAt: null })
  expect(await db.job.count()).toBe(0)
  expect(await webhook()).toMatchObject({ state: 'active' })
  receiver.respond((response) => void response.writeHead(200).end())
  await resendDelivery(ann, { webhook: webhookId, delivery: (await view())?.id ?? '' })
  await runDue()
  expect(await view()).toMatchObject({ state: 'delivered', attempts: 1, status: 200 })
  expect(await webhook()).toMatchObject({ failingSince: null })
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(1)
})

describe('a stopped webhook', () => {
  const stoppedMails = async () => (await readMails(env.DATA_DIR)).map(({ subject }) => subject)

  test('has failed for three days, and the member is notified once', async () => {
    const { ann, webhook } = await aReceivedWebhook(fail)
    await createPost(ann, { body: 'Another' })
    await runDue()
    expect((await webhook()).failingSince).not.toBeNull()
    await transaction((tx) =>
      tx.webhook.updateMany({ data: { failingSince: new Date(Date.now() - 3 * day) } }),
    )
    await transaction((tx) => tx.webhookDelivery.updateMany({ data: { attempts: maxAttempts - 1 } }))
    await runNextAttempt(runner)
    expect(await webhook()).toMatchObject({ state: 'failed' })
    await runDue()
    expect(await stoppedMails()).toEqual([expect.stringContaining('127.0.0.1')])
  })

  test('is stopped at once after status 410, and gets no further events', async () => {
    const { receiver, ann, webhookId, webhook, view } = await aReceivedWebhook(
      (response) => void response.writeHead(410).end(),
    )
    await createPost(ann, { body: 'Another' })
    await runDue()
    expect(await webhook()).toMatchObject({ state: 'gone' })
    expect(await stoppedMails()).toHaveLength(1)
    expect(receiver.received).toHaveLength(1)
    const states = (await deliveriesOf(ann.id)).map(({ state }) => state)
    expect(states.toSorted()).toEqual(['failed', 'skipped'])
    await createPost(ann, { body: 'More' })
    expect(await deliveriesOf(ann.id)).toHaveLength(2)
    const again = { webhook: webhookId, delivery: (await view())?.id ?? '' }
    await expect(resendDelivery(ann, again)).rejects.toMatchObject({ code: 'conflict' })
    await expect(sendPing(ann, webhookId)).rejects.toMatchObject({ code: 'conflict' })
  })
})

test('records why there was no response', async () => {
  const { receiver, view } = await aReceivedWebhook((response) => void response.destroy())
  await runDue()
  expect(await view()).toMatchObject({ state: 'pending', status: null, problem: 'closed' })
  await transaction((tx) => tx.webhook.updateMany({ data: { url: 'http://127.0.0.1:1/' } }))
  await runNextAttempt(runner)
  expect(await view()).toMatchObject({ problem: 'connection' })
  // The setting may have changed since the webhook was created.
  changeSettings({ WEBHOOK_TARGETS: 'public' })
  await runNextAttempt(runner)
  expect(await view()).toMatchObject({ problem: 'address' })
  changeSettings({ AUTH_SECRET: 'another secret of more than 32 characters' })
  await runNextAttempt(runner)
  expect(await view()).toMatchObject({ problem: 'secret', attempts: 4 })
  expect(receiver.received).toHaveLength(1)
})

test('skips events that no longer apply', async () => {
  const { receiver, post, view } = await aReceivedWebhook()
  await transaction((tx) =>
    tx.post.update({ where: { id: post.id }, data: { deletedAt: new Date(), body: '' } }),
  )
  await runDue()
  expect(await view()).toMatchObject({ state: 'skipped', attempts: 0, nextAttemptAt: null })
  expect(receiver.received).toEqual([])
})

test.each([
  ['is paused', () => transaction((tx) => tx.webhook.updateMany({ data: { state: 'paused' } }))],
  [
    'belongs to a suspended member',
    () => transaction((tx) => tx.user.updateMany({ data: { bannedAt: new Date() } })),
  ],
  [
    'belongs to a member who is leaving',
    async () => {
      const users = await db.user.findMany({ select: { id: true } })
      const dates = { requestedAt: new Date(), dueAt: new Date() }
      const data = users.map(({ id: userId }) => ({ userId, ...dates }))
      await transaction((tx) => tx.accountDeletion.createMany({ data }))
    },
  ],
])('sends nothing to a webhook that %s', async (_, change) => {
  const { receiver, ann } = await aReceivedWebhook()
  await change()
  await runDue()
  expect(receiver.received).toEqual([])
  expect(await deliveriesOf(ann.id)).toMatchObject([{ state: 'skipped' }])
})
