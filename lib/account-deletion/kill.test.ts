import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { env } from '../env'
import { endGracePeriod, requestDeletion } from '../testing/account-deletion'
import { insertPosts } from '../testing/exports'
import { aPost, aUser, aViewer, countersOf } from '../testing/factories'
import { expireLeases, makeDue } from '../testing/jobs'
import { startScript } from '../testing/run-script'

/** The number of kills; KILL_ROUNDS=50 for a thorough run. */
const rounds = Number(process.env.KILL_ROUNDS ?? 5)
const posts = 300
const follows = 250

test(`a deletion is completed although the process that runs it is killed ${rounds} times`, {
  timeout: 120_000 + rounds * 10_000,
}, async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await insertPosts(ann.id, posts)
  await insertPosts(bob.id, posts)
  const others: number[] = []
  for (let count = 0; count < follows; count++) others.push((await aUser()).id)
  await transaction(async (tx) => {
    await tx.follow.createMany({ data: others.map((id) => ({ followerId: id, followedId: ann.id })) })
    await tx.user.updateMany({ where: { id: { in: others } }, data: { followingCount: 1 } })
    const counts = { postCount: posts, followerCount: follows }
    await tx.user.update({ where: { id: ann.id }, data: counts })
    const liked = await tx.post.findMany({ where: { authorId: bob.id }, select: { id: true } })
    await tx.like.createMany({ data: liked.map(({ id }) => ({ userId: ann.id, postId: id })) })
    await tx.post.updateMany({ where: { authorId: bob.id }, data: { likeCount: 1 } })
  })
  const question = await aPost(ann, 'A question')
  await aPost(bob, 'An answer', { replyTo: question.id })
  await requestDeletion(ann)
  await endGracePeriod()
  const start = () =>
    startScript('lib/testing/run-account-deletions.ts', [], {
      ...{ NODE_ENV: 'test', DATABASE_URL: String(process.env.DATABASE_URL), DATA_DIR: env.DATA_DIR },
      APP_URL: 'https://roost.example',
    })
  const run = async (milliseconds: number | null) => {
    await expireLeases()
    await makeDue()
    const { child, finished, kill } = start()
    await once(child.stdout, 'data')
    if (milliseconds !== null) {
      await delay(milliseconds)
      kill()
    }
    return finished
  }
  // The whole deletion takes about two seconds.
  for (let round = 0; round < rounds; round++) await run(Math.random() * 300)
  const { code, err } = await run(null)
  expect([code, err]).toEqual([0, ''])

  expect(await db.accountDeletion.count()).toBe(0)
  expect(await db.post.findMany({ where: { authorId: ann.id } })).toMatchObject([
    { id: question.id, body: '', replyCount: 1 },
  ])
  expect(await db.post.count({ where: { authorId: bob.id } })).toBe(posts + 1)
  expect(await db.post.count({ where: { NOT: { likeCount: 0 } } })).toBe(0)
  expect([await db.like.count(), await db.follow.count()]).toEqual([0, 0])
  expect(await db.user.count({ where: { NOT: { followingCount: 0 } } })).toBe(0)
  expect(await countersOf(ann.id)).toEqual({ postCount: 0, followerCount: 0, followingCount: 0 })
  const mails = await db.job.findMany({ where: { kind: 'mail' }, select: { payload: true } })
  expect(mails.filter(({ payload }) => payload.includes('Your account is deleted'))).toHaveLength(1)
})
