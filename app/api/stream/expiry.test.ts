import { afterEach, expect, test, vi } from 'vitest'
import { streamHub } from '@/lib/api/stream/stream-hub'
import { hashApiToken } from '@/lib/crypto/api-token'
import { transaction } from '@/lib/db/db'
import { anApiUser, aPersonalToken, apiRequest } from '@/lib/testing/api'
import { aUser } from '@/lib/testing/factories'
import { StreamReader } from '@/lib/testing/stream-reader'
import * as stream from './route'

afterEach(() => {
  streamHub().endAll()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

async function open(token: string) {
  const request = apiRequest('GET', '/api/stream', { token })
  const reader = new StreamReader(await stream.GET(request, { params: Promise.resolve({}) }))
  await reader.until(() => reader.of('hello').length === 1)
  return reader
}

test('a stream ends when its token expires', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const token = await aPersonalToken((await aUser()).id, 'read')
  const expiresAt = new Date(Date.now() + 60_000)
  await transaction((tx) =>
    tx.apiToken.update({ where: { tokenHash: hashApiToken(token) }, data: { expiresAt } }),
  )
  // Not all timers are simulated: those of statements would end, too.
  const expiries: (() => void)[] = []
  const start = setTimeout
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, delay = 0) => {
    if (delay >= 60_000 && delay < 61_000) expiries.push(run)
    return start(run, delay)
  }) as typeof setTimeout)
  const other = await open((await anApiUser()).token)
  const readers = [await open(token), await open(token)]
  expect(expiries).toHaveLength(2)
  vi.setSystemTime(expiresAt)
  for (const run of expiries) run()
  await Promise.all(readers.map(({ done }) => done))
  expect(readers.map(({ ended, events }) => [ended, events.at(-1)?.event])).toEqual([
    ['closed', 'end'],
    ['closed', 'end'],
  ])
  expect(other.ended).toBeNull()
})
