import Database from 'better-sqlite3'
import pg from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { exploreFeed, homeFeed, profileFeed, tagFeed } from '../feeds/queries'
import { follow } from '../follows/mutations'
import { createPost } from '../posts/mutations'
import { getConversation } from '../posts/queries'
import { aPost, aViewer } from '../testing/factories'
import { engine, transaction } from './db'

/** Counts the statements that reach the driver while `work` runs. They run as always. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const spies =
    engine === 'sqlite'
      ? [vi.spyOn(sqliteStatement(), 'all'), vi.spyOn(sqliteStatement(), 'run')]
      : [vi.spyOn(pg.Client.prototype, 'query')]
  const restore = () => {
    for (const spy of spies) spy.mockRestore()
  }
  onTestFinished(restore)
  await work()
  const count = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)
  restore()
  return count
}

/** What all statements of better-sqlite3 inherit from; it exports no class of theirs. */
function sqliteStatement(): Database.Statement {
  const database = new Database(':memory:')
  const prototype = Object.getPrototypeOf(database.prepare('SELECT 1'))
  database.close()
  return prototype
}

test('DBR-10 lists of posts load authors and mentions in as many statements, however many posts there are', async () => {
  const reader = await aViewer()
  const author = await aViewer()
  const feeds = {
    home: () => homeFeed(reader, null, 50),
    explore: () => exploreFeed(reader, null, 50),
    profile: () => profileFeed(reader, author.id, null, 50),
    tag: () => tagFeed(reader, 'tag', null, 50),
  }
  const counts = async () => {
    const all: Record<string, [posts: number, statements: number]> = {}
    for (const [name, feed] of Object.entries(feeds)) {
      const { items } = await feed()
      all[name] = [items.length, await statementsOf(feed)]
    }
    return all
  }
  const post = async () => {
    const writer = await aViewer()
    await follow(reader, writer.username)
    for (const viewer of [writer, author]) await createPost(viewer, { body: `@${writer.username} #tag` })
  }

  await post()
  // One statement for the posts with their authors, one for the members whom they mention.
  expect(await counts()).toEqual({ home: [1, 2], explore: [2, 2], profile: [1, 2], tag: [2, 2] })
  for (let more = 0; more < 11; more++) await post()
  expect(await counts()).toEqual({ home: [12, 2], explore: [24, 2], profile: [12, 2], tag: [24, 2] })
})

test('a post and a reply take as many statements with five thousand followers as with none', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const root = await createPost(bob, { body: 'Hello' })
  const writing = async () => [
    await statementsOf(() => createPost(ann, { body: `@${bob.username} #tag` })),
    await statementsOf(() => createPost(ann, { body: 'Yes', replyTo: root.id })),
  ]
  await writing()
  const before = await writing()
  await manyFollowers(ann.id, 5000)
  expect(await writing()).toEqual(before)
})

async function manyFollowers(followedId: number, count: number): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const names = Array.from({ length: 500 }, (_, at) => `fan_${from + at}`)
    await transaction(async (tx) => {
      await tx.user.createMany({
        data: names.map((name) => {
          const email = `${name}@example.com`
          return { username: name, usernameKey: name, email, emailKey: email }
        }),
      })
      const fans = await tx.user.findMany({ where: { usernameKey: { in: names } }, select: { id: true } })
      await tx.follow.createMany({ data: fans.map(({ id }) => ({ followerId: id, followedId })) })
    })
  }
}

test('a conversation is read in as many statements, however many replies it has', async () => {
  const ann = await aViewer()
  const root = await aPost(ann, `@${ann.username}`)
  const first = await aPost(ann, `@${ann.username}`, { replyTo: root.id })
  const reading = async () => [
    await statementsOf(() => getConversation(ann, root.id, null, 10)),
    await statementsOf(() => getConversation(ann, first.id, null, 10)),
  ]
  // The post, a page of replies and who is mentioned; for a reply also what began it, and a page on either side.
  expect(await reading()).toEqual([3, 5])
  for (let more = 0; more < 25; more++) await aPost(ann, `@${ann.username}`, { replyTo: root.id })
  expect(await reading()).toEqual([3, 5])
})
