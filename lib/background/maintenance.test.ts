import { beforeEach, expect, test, vi } from 'vitest'
import { purgeDeletedPosts } from '../deletions/mutations'
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
