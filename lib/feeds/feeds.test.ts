import { describe, expect, test } from 'vitest'
import { deletePost } from '../deletions/mutations'
import { followUser, unfollowUser } from '../follows/mutations'
import { type Cursor, type Page, parseCursor } from '../page'
import type { PostView } from '../posts/view'
import { aPost, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { exploreFeed, homeFeed, profileFeed, tagFeed } from './queries'

const start = Date.UTC(2026, 0, 1)
const second = (count: number) => new Date(start + count * 1000)
const bodies = (page: Page<PostView>) => page.items.map((post) => post.body)
const home = async (viewer: Viewer) => bodies(await homeFeed(viewer, null, 50))
type Load = (cursor: Cursor | null) => Promise<Page<PostView>>
const idsOf = (page: Page<PostView>) => page.items.map(({ id }) => id)
const cursorOf = (link: string | null) => parseCursor(Object.fromEntries(new URLSearchParams(link ?? '')))

test('shows each of four users their own and followed posts, newest first [FEE-03, TST-01]', async () => {
  const [john, susan, mary, david] = [
    await aViewer({ username: 'john' }),
    await aViewer({ username: 'susan' }),
    await aViewer({ username: 'mary' }),
    await aViewer({ username: 'david' }),
  ]
  for (const [viewer, at] of [
    [john, 1],
    [susan, 4],
    [mary, 3],
    [david, 2],
  ] as const)
    await aPost(viewer, viewer.username, { createdAt: second(at) })
  for (const [viewer, name] of [
    [john, 'susan'],
    [john, 'david'],
    [susan, 'mary'],
    [mary, 'david'],
  ] as const)
    await followUser(viewer, name)
  expect(await home(john)).toEqual(['susan', 'david', 'john'])
  expect(await home(susan)).toEqual(['susan', 'mary'])
  expect(await home(mary)).toEqual(['mary', 'david'])
  expect(await home(david)).toEqual(['david'])
})

test('the home feed contains own and followed posts only, and is empty at first [FEE-01, FEE-04]', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  expect(await homeFeed(ann, null, 9)).toEqual({ items: [], older: null, newer: null })
  await aPost(bob, 'unseen', { createdAt: second(1) })
  await aPost(ann, 'own', { createdAt: second(2) })
  expect(await home(ann)).toEqual(['own'])
  await followUser(ann, bob.username)
  expect(await home(ann)).toEqual(['own', 'unseen'])
})

test('lists each post once, regardless of how many users follow its author [FEE-02]', async () => {
  const ann = await aViewer()
  await aPost(ann, 'once')
  for (let count = 0; count < 5; count++) {
    const fan = await aViewer()
    await followUser(fan, ann.username)
    await followUser(ann, fan.username)
    expect(await home(fan)).toEqual(['once'])
  }
  expect(await home(ann)).toEqual(['once'])
  expect(bodies(await exploreFeed(ann, null, 9))).toEqual(['once'])
})

test('removes the posts of an unfollowed user from the home feed on the next load [FEE-10]', async () => {
  const [ann, bob] = [await aViewer(), await aViewer()]
  await aPost(bob, 'bye')
  await followUser(ann, bob.username)
  expect(await home(ann)).toEqual(['bye'])
  await unfollowUser(ann, bob.username)
  expect(await home(ann)).toEqual([])
})

describe('pagination', () => {
  /** Forty posts by three members, many of them with equal times; newest first. */
  async function crowd() {
    const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
    await followUser(ann, bob.username)
    const posts: { id: number; createdAt: Date; author: number }[] = []
    for (let count = 0; count < 40; count++) {
      const author = [ann, bob, eve][count % 3] as Viewer
      const post = await aPost(author, `${count} #all`, { createdAt: second((count * 7) % 5) })
      posts.push({ ...post, author: author.id })
    }
    posts.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id)
    const idsBy = (...authors: Viewer[]) =>
      posts
        .filter((post) => authors.length === 0 || authors.some(({ id }) => id === post.author))
        .map(({ id }) => id)
    return { ann, bob, idsBy }
  }

  test('returns every post once in both directions [FEE-07]', async () => {
    const { ann, bob, idsBy } = await crowd()
    const feeds: [Load, number[]][] = [
      [(cursor) => homeFeed(ann, cursor, 6), idsBy(ann, bob)],
      [(cursor) => exploreFeed(null, cursor, 6), idsBy()],
      [(cursor) => profileFeed(bob, bob.id, cursor, 6), idsBy(bob)],
      [(cursor) => tagFeed(null, 'all', cursor, 6), idsBy()],
    ]
    for (const [load, expected] of feeds) {
      const pages = [await load(null)]
      while (pages.at(-1)?.older) pages.push(await load(cursorOf(pages.at(-1)?.older ?? null)))
      expect(pages.flatMap(idsOf)).toEqual(expected)
      expect(pages.at(-1)?.items.length).toBeGreaterThan(0)
      const back = pages.slice(-1)
      while (back[0]?.newer) back.unshift(await load(cursorOf(back[0].newer)))
      expect(back.flatMap(idsOf)).toEqual(expected)
    }
  })

  test('does not shift the next page when a post is created', async () => {
    const { ann, idsBy } = await crowd()
    const first = await exploreFeed(null, null, 6)
    await aPost(ann, 'new', { createdAt: second(99) })
    const next = await exploreFeed(null, cursorOf(first.older), 6)
    expect(next.items.map(({ id }) => id)).toEqual(idsBy().slice(6, 12))
  })

  test('accepts malformed, deleted and out-of-range cursors, and links back from beyond either end [PAG-05, PAG-06]', async () => {
    const { ann } = await crowd()
    const { id, createdAt } = await aPost(ann, 'gone', { createdAt: second(50) })
    await deletePost(ann, id)
    const feeds: Load[] = [
      (cursor) => homeFeed(ann, cursor, 6),
      (cursor) => exploreFeed(null, cursor, 6),
      (cursor) => tagFeed(null, 'all', cursor, 6),
    ]
    for (const load of feeds) {
      expect((await load(cursorOf('?before=nonsense'))).newer).toBeNull()
      expect((await load(cursorOf(`?before=${createdAt.getTime()}-${id}`))).items).toHaveLength(6)
      const distant = [
        await load(cursorOf('?before=0-1')),
        await load(cursorOf('?after=253402300799999-2147483647')),
      ]
      expect(distant.map(({ older, newer }) => [older, newer])).toEqual([
        [null, '?'],
        ['?', null],
      ])
      expect(distant.flatMap(idsOf)).toEqual([])
    }
  })
})

test.each([['nothing'], [''], ['%'], ['\0'], ["' OR 1=1 --"], ['\ud800']])(
  'the feed of an unused tag is empty: %j',
  async (tag) => {
    await aPost(await aViewer(), '#something')
    expect((await tagFeed(null, tag, null, 9)).items).toEqual([])
  },
)
