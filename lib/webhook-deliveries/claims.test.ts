import { beforeEach, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import type { JobDefinition } from '../jobs/definition'
import { enqueueJob } from '../jobs/enqueue'
import { JobRunner } from '../jobs/runner'
import { eventually } from '../testing/eventually'
import { inOneMinute, makeDue } from '../testing/jobs'
import { changeSettings } from '../testing/settings'
import { aReceivedWebhook, deliveriesOf, runNextAttempt } from '../testing/webhooks'
import { webhookTask } from '../webhook-events/schema'
import { webhookJob } from './jobs'
import { claimDelivery } from './mutations'

const jobs = [webhookJob] as unknown as JobDefinition[]
const runner = new JobRunner(jobs, { remoteConcurrency: 1 })
const runDue = () => runner.drain(inOneMinute())

beforeEach(() => changeSettings({ WEBHOOK_TARGETS: 'any' }))

test('two jobs for one delivery send it once, and the second is retried after the claim expires', async () => {
  const { receiver, ann, view } = await aReceivedWebhook()
  const [delivery] = await deliveriesOf(ann.id)
  const repeat = () => transaction((tx) => enqueueJob(tx, webhookTask, { deliveryId: delivery?.id ?? '' }))
  for (let count = 0; count < 3; count++) await repeat()
  expect(await new JobRunner(jobs).drain(inOneMinute())).toBe(4)
  expect(receiver.received).toHaveLength(1)
  expect(await db.job.count()).toBeLessThanOrEqual(1)
  expect(await view()).toMatchObject({ state: 'delivered', attempts: 1 })
  // A delivery that has ended is not sent.
  await makeDue()
  await repeat()
  await runDue()
  expect(receiver.received).toHaveLength(1)
  expect(await db.job.count()).toBe(0)
})

test('a delivery whose process was killed is sent after its claim expires', async () => {
  const { receiver, ann } = await aReceivedWebhook()
  const [delivery] = await deliveriesOf(ann.id)
  expect(await claimDelivery(delivery?.id ?? '')).toBe(true)
  await runDue()
  expect(receiver.received).toHaveLength(0)
  const [job, ...others] = await db.job.findMany()
  expect(others).toEqual([])
  expect(job?.runAt.getTime()).toBeGreaterThan(Date.now() + 20_000)
  await runNextAttempt(runner)
  expect(receiver.received).toHaveLength(1)
})

test('an attempt that a shutdown interrupts does not count and is repeated', async () => {
  const { receiver, view } = await aReceivedWebhook(() => {})
  const stopping = new JobRunner([webhookJob] as unknown as JobDefinition[])
  const drained = stopping.drain(inOneMinute())
  await eventually(() => expect(receiver.received).toHaveLength(1))
  await stopping.stop(0)
  await drained
  expect(await view()).toMatchObject({ state: 'pending', attempts: 0 })
  receiver.respond((response) => void response.writeHead(204).end())
  await runDue()
  expect(await view()).toMatchObject({ state: 'delivered', attempts: 1 })
})
