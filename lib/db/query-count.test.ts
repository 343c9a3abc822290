import Database from 'better-sqlite3'
import pg from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { exploreFeed, homeFeed, profileFeed, tagFeed } from '../feeds/queries'
import { follow } from '../follows/mutations'
import { createPost } from '../posts/mutations'
import { aViewer } from '../testing/factories'
import { engine } from './db'

/** Counts the statements that reach the driver while `work` runs. They run as always. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const spy =
    engine === 'sqlite' ? vi.spyOn(sqliteStatement(), 'all') : vi.spyOn(pg.Client.prototype, 'query')
  onTestFinished(() => spy.mockRestore())
  await work()
  const count = spy.mock.calls.length
  spy.mockRestore()
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
