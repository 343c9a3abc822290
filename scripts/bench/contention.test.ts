import { afterEach, expect, test } from 'vitest'
import { db } from '../../lib/db/db'
import { aUser } from '../../lib/testing/factories'
import { type Result, runWorkers } from './start-workers'

// A short version of `npm run bench -- contention`: every member writes once and reads once, concurrently.

/** The ids of ten new members, repeated up to `count`, so that each member makes several requests concurrently. */
async function memberIds(count: number): Promise<number[]> {
  const users = await Promise.all(Array.from({ length: 10 }, () => aUser()))
  return Array.from({ length: count }, (_, index) => users[index % users.length]?.id as number)
}

const errors = (results: Result[]) => results.flatMap((result) => result.errors)
const countWrites = (results: Result[]) => results.flatMap(({ writes }) => writes).length

afterEach(async () => {
  const users = await db.user.findMany({ select: { postCount: true, _count: { select: { posts: true } } } })
  for (const { postCount, _count } of users) expect(postCount).toBe(_count.posts)
})

test('completes 200 concurrent writes from two processes without errors or lost writes [CMP-01, CMP-02]', async () => {
  const tasks = [await memberIds(100), await memberIds(100)].map((members) => ({ members, seconds: 0 }))
  const results = await runWorkers(tasks, process.env, 'process')
  expect(errors(results)).toEqual([])
  expect(countWrites(results)).toBe(200)
  expect(await db.post.count()).toBe(200)
})

test('completes concurrent writes from two worker threads and a process for the same members [CMP-02]', async () => {
  const same = { members: await memberIds(20), seconds: 0 }
  const results = await Promise.all([
    runWorkers([same, same], process.env, 'thread'),
    runWorkers([same], process.env, 'process'),
  ]).then((both) => both.flat())
  expect(errors(results)).toEqual([])
  expect(countWrites(results)).toBe(60)
  expect(await db.post.count()).toBe(60)
})
