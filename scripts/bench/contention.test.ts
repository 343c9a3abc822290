import { afterEach, expect, test, vi } from 'vitest'
import { db } from '../../lib/db/db'
import { aUser } from '../../lib/testing/factories'
import { crowd, type Outcome } from './contention-crowd'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

// What `npm run bench -- contention` does for a minute: here everybody writes once, and reads once, at once.

/** `count` places in the crowd for ten new members: each of them does many things at once. */
async function places(count: number): Promise<number[]> {
  const made = await Promise.all(Array.from({ length: 10 }, () => aUser()))
  return Array.from({ length: count }, (_, at) => made[at % made.length]?.id as number)
}

const errors = (outcomes: Outcome[]) => outcomes.flatMap((outcome) => outcome.errors)
const acknowledged = (outcomes: Outcome[]) => outcomes.flatMap(({ writes }) => writes).length

afterEach(async () => {
  const users = await db.user.findMany({ select: { postCount: true, _count: { select: { posts: true } } } })
  for (const { postCount, _count } of users) expect(postCount).toBe(_count.posts)
})

test('CMP-01 CMP-02 two hundred writes of two processes at once end without an error or a loss', async () => {
  const tasks = [await places(100), await places(100)].map((members) => ({ members, seconds: 0 }))
  const outcomes = await crowd(tasks, process.env, 'process')
  expect(errors(outcomes)).toEqual([])
  expect(acknowledged(outcomes)).toBe(200)
  expect(await db.post.count()).toBe(200)
})

test('CMP-02 two worker threads and a process write for the same members at once', async () => {
  const same = { members: await places(20), seconds: 0 }
  const outcomes = await Promise.all([
    crowd([same, same], process.env, 'thread'),
    crowd([same], process.env, 'process'),
  ]).then((both) => both.flat())
  expect(errors(outcomes)).toEqual([])
  expect(acknowledged(outcomes)).toBe(60)
  expect(await db.post.count()).toBe(60)
})
