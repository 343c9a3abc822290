import Database from 'better-sqlite3'
import pg from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { deletePost, restorePost } from '../deletions/mutations'
import { exploreFeed, homeFeed, likesFeed, profileFeed, repliesFeed, tagFeed } from '../feeds/queries'
import { followUser } from '../follows/mutations'
import { likePost } from '../likes/mutations'
import { sendMessage } from '../messages/mutations'
import { createPost, editPost } from '../posts/mutations'
import { getConversation } from '../posts/queries'
import { aPost, aViewer } from '../testing/factories'
import { engine, transaction } from './db'

/** Counts the statements that reach the driver while `work` runs. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
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

/** The prototype of better-sqlite3's statements, whose class it does not export. */
function sqliteStatement(): Database.Statement {
  const database = new Database(':memory:')
  const prototype = Object.getPrototypeOf(database.prepare('SELECT 1'))
  database.close()
  return prototype
}

test('lists of posts load authors and mentions in a constant number of statements [DBR-10]', async () => {
  const reader = await aViewer()
  const author = await aViewer()
  const feeds = {
    home: () => homeFeed(reader, null, 50),
    explore: () => exploreFeed(reader, null, 50),
    profile: () => profileFeed(reader, author.id, null, 50),
    tag: () => tagFeed(reader, 'tag', null, 50),
    replies: () => repliesFeed(reader, author.id, null, 50),
    likes: () => likesFeed(reader, author.id, null, 50),
  }
  const counts = async () => {
    const all: Record<string, [posts: number, statements: number]> = {}
    for (const [name, feed] of Object.entries(feeds)) {
      const { items } = await feed()
      all[name] = [items.length, await countStatements(feed)]
    }
    return all
  }
  const post = async () => {
    const writer = await aViewer()
    await followUser(reader, writer.username)
    const body = `@${writer.username} #tag`
    const { id } = await createPost(writer, { body })
    await createPost(author, { body, replyTo: id })
    await likePost(author, id)
  }

  await post()
  // One statement for the posts with their authors, one for the mentioned members.
  const [one, two] = [
    [1, 2],
    [2, 2],
  ]
  expect(await counts()).toEqual({
    home: one,
    explore: two,
    profile: one,
    tag: two,
    replies: one,
    likes: one,
  })
  for (let count = 0; count < 11; count++) await post()
  const [dozen, double] = [
    [12, 2],
    [24, 2],
  ]
  const own = { profile: dozen, replies: dozen, likes: dozen }
  expect(await counts()).toEqual({ home: dozen, explore: double, tag: double, ...own })
})

test('creating a post or a reply takes the same number of statements with 5000 followers as with none', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const root = await createPost(bob, { body: 'Hello' })
  const writing = async () => [
    await countStatements(() => createPost(ann, { body: `@${bob.username} #tag` })),
    await countStatements(() => createPost(ann, { body: 'Yes', replyTo: root.id })),
  ]
  await writing()
  const before = await writing()
  await addFollowers(ann.id, 5000)
  expect(await writing()).toEqual(before)
})

test('events of a member without webhooks need no extra statement, except a message', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  const post = await createPost(bob, { body: 'Hello' })
  const mutations = {
    create: () => createPost(ann, { body: 'One' }),
    mention: () => createPost(ann, { body: `@${bob.username}` }),
    reply: () => createPost(ann, { body: 'Yes', replyTo: post.id }),
    edit: () => editPost(bob, { id: post.id, body: 'Changed' }),
    like: () => likePost(ann, post.id),
    follow: () => followUser(ann, bob.username),
    message: () => sendMessage(ann, { to: bob.username, body: 'Psst' }),
    delete: () => deletePost(bob, post.id),
    restore: () => restorePost(bob, post.id),
  }
  const counts: Record<string, number> = {}
  for (const [name, work] of Object.entries(mutations)) counts[name] = await countStatements(work)
  // The counts without webhooks, plus one for a message.
  const [create, mention, reply] = engine === 'sqlite' ? [6, 14, 13] : [5, 13, 12]
  const others = { edit: 12, like: 14, follow: 15, message: 12, delete: 29, restore: 25 }
  expect(counts).toEqual({ create, mention, reply, ...others })
})

async function addFollowers(followedId: number, count: number): Promise<void> {
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

test('reading a conversation takes a constant number of statements for any number of replies', async () => {
  const ann = await aViewer()
  const root = await aPost(ann, `@${ann.username}`)
  const first = await aPost(ann, `@${ann.username}`, { replyTo: root.id })
  const reading = async () => [
    await countStatements(() => getConversation(ann, root.id, null, 10)),
    await countStatements(() => getConversation(ann, first.id, null, 10)),
  ]
  // The post, a page of replies and the mentioned members; for a reply also the root, and a page on either side.
  expect(await reading()).toEqual([3, 5])
  for (let count = 0; count < 25; count++) await aPost(ann, `@${ann.username}`, { replyTo: root.id })
  expect(await reading()).toEqual([3, 5])
})
