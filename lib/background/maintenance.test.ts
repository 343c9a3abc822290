import { beforeEach, expect, test, vi } from 'vitest'
import { db } from '../db/db'
import { purgeDeletedPosts } from '../deletions/mutations'
import { addJob } from '../jobs/enqueue'
import { mailJob } from '../mail/mail-job'
import { completeSearchIndex } from '../search/jobs'
import { changeSettings } from '../testing/settings'
import { drainJobs, startMaintenance } from './jobs'

vi.mock('../deletions/mutations', async (load) => ({ ...(await load<object>()), purgeDeletedPosts: vi.fn() }))
vi.mock('../search/jobs', () => ({ completeSearchIndex: vi.fn() }))

beforeEach(() => void vi.clearAllMocks())

const counts = () => [purgeDeletedPosts, completeSearchIndex].map((work) => vi.mocked(work).mock.calls.length)

test('a web process purges deletions and completes the search index on its own', async () => {
  startMaintenance()
  expect(counts()).toEqual([1, 1])
  await drainJobs(1000)
  expect(counts()).toEqual([1, 1])
})

test('on a serverless host, the scheduled request does both', async () => {
  changeSettings({ functionHost: 'Vercel' })
  startMaintenance()
  expect(counts()).toEqual([0, 0])
  await drainJobs(1000)
  expect(counts()).toEqual([1, 1])
})

test('on a serverless host, mails do not wait for the search index, which gets the rest of the time', async () => {
  changeSettings({ functionHost: 'Vercel' })
  await addJob(mailJob, { to: 'ann@example.com', subject: 'Hello', text: 'Hello.', html: '<p>Hello.</p>' })
  let waiting: number | undefined
  vi.mocked(completeSearchIndex).mockImplementation(async () => {
    waiting = await db.job.count({ where: { kind: mailJob.kind } })
    return true
  })
  const started = Date.now()
  expect(await drainJobs(10_000)).toBeGreaterThan(0)
  expect(waiting).toBe(0)
  const [deadline = 0] = vi.mocked(completeSearchIndex).mock.calls[0] ?? []
  expect(deadline).toBeGreaterThanOrEqual(started + 10_000)
  expect(deadline).toBeLessThan(started + 20_000)
  await drainJobs(10_000)
  expect(completeSearchIndex).toHaveBeenCalledOnce()
})
