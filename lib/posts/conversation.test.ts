import { describe, expect, test } from 'vitest'
import { db, transaction } from '../db/db'
import { deletePost } from '../deletions/mutations'
import { parseCursor } from '../page'
import { aPost, aViewer } from '../testing/factories'
import type { Viewer } from '../viewer'
import { editPost } from './mutations'
import {
  authorOf,
  authorOfConversation,
  getConversation,
  getHistory,
  getReplyPath,
  type Opening,
} from './queries'
import type { Conversation, ConversationEntry } from './view'

const start = Date.UTC(2026, 0, 1)
const second = (count: number) => new Date(start + count * 1000)
const reply = (viewer: Viewer, replyTo: number, body = 'Reply', at?: number) =>
  aPost(viewer, body, { replyTo, ...(at !== undefined && { createdAt: second(at) }) })
const cursorOf = (link: string | null) => parseCursor(Object.fromEntries(new URLSearchParams(link ?? '')))

type Tree = [text: string, ...replies: Tree[]]
const treeOf = (entries: ConversationEntry[]): Tree[] =>
  entries.map(({ post, deleted, replies }) => [
    post?.body ?? (deleted ? '(deleted)' : '(hidden)'),
    ...treeOf(replies),
  ])
const flat = (entries: ConversationEntry[]): number[] =>
  entries.flatMap(({ id, replies }) => [id, ...flat(replies)])

async function open(
  viewer: Viewer | null,
  id: number,
  opening: Opening = null,
  size = 50,
): Promise<Conversation> {
  const found = await getConversation(viewer, id, opening, size)
  if (!found) throw new Error(`no conversation at ${id}`)
  return found
}

test('nests replies below their parents, oldest first, from any opened post [CHA-01]', async () => {
  const [ann, bob] = [await aViewer(), await aViewer({ username: 'bob' })]
  const root = await aPost(ann, 'root', { createdAt: second(0) })
  const a = await reply(bob, root.id, 'a', 1)
  await reply(ann, root.id, 'b', 2)
  const aa = await reply(ann, a.id, 'aa', 3)
  await reply(bob, a.id, 'ab', 4)
  await reply(bob, aa.id, 'aaa', 5)
  const tree = [['a', ['aa', ['aaa']], ['ab']], ['b']]
  for (const [viewer, id] of [
    [ann, root.id],
    [null, root.id],
    [bob, aa.id],
  ] as const) {
    const found = await open(viewer, id)
    expect([found.root.post?.body, treeOf(found.entries)]).toEqual(['root', tree])
    expect([found.focus.id, found.older, found.newer]).toEqual([id, null, null])
  }
  expect((await open(ann, aa.id)).focus.answers).toEqual({ id: a.id, username: 'bob' })
  expect((await open(ann, a.id)).focus.answers).toBeNull()
})

test('returns an empty conversation for a post without replies, and null for a missing post', async () => {
  const ann = await aViewer()
  const { id } = await aPost(ann)
  expect((await open(ann, id)).entries).toEqual([])
  expect(await getConversation(ann, id + 1, null, 9)).toBeNull()
})

describe('a long conversation', () => {
  async function long() {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const root = await aPost(ann, 'root', { createdAt: second(0) })
    const ids: number[] = []
    // Each replies to one of the three before it, so that threads span pages. Several have equal times.
    for (let count = 0; count < 23; count++)
      ids.push((await reply(bob, ids[count - 1 - (count % 3)] ?? root.id, `${count}`, 1 + (count >> 1))).id)
    return { ann, root, ids }
  }
  const sorted = (found: Conversation) => flat(found.entries).sort((a, b) => a - b)

  test('paginates in both directions, each reply once', async () => {
    const { ann, root, ids } = await long()
    const pages = [await open(ann, root.id, null, 5)]
    while (pages.at(-1)?.newer) pages.push(await open(ann, root.id, cursorOf(pages.at(-1)?.newer ?? null), 5))
    expect(pages.map(sorted)).toEqual([0, 5, 10, 15, 20].map((at) => ids.slice(at, at + 5)))
    expect(pages[0]?.older).toBeNull()
    const back = [await open(ann, root.id, 'latest', 5)]
    while (back[0]?.older) back.unshift(await open(ann, root.id, cursorOf(back[0].older), 5))
    expect(back.flatMap(sorted)).toEqual(ids)
    expect(back.at(-1)?.newer).toBeNull()
  })

  test('opens around the requested reply, with a full page if there are enough replies', async () => {
    const { ann, ids } = await long()
    for (const [at, from, to] of [
      [0, 0, 5],
      [1, 0, 5],
      [10, 8, 13],
      [21, 18, 23],
      [22, 18, 23],
    ] as const) {
      const found = await open(ann, ids[at] as number, null, 5)
      expect(sorted(found)).toEqual(ids.slice(from, to))
      expect([found.older !== null, found.newer !== null]).toEqual([from > 0, to < 23])
    }
    expect(sorted(await open(ann, ids[11] as number, null, 50))).toEqual(ids)
  })

  test('links back from cursors beyond either end [PAG-05, PAG-06]', async () => {
    const { ann, root } = await long()
    const before = await open(ann, root.id, cursorOf('?before=0-1'), 5)
    const after = await open(ann, root.id, cursorOf('?after=253402300799999-2147483647'), 5)
    expect([before.entries, before.older, before.newer]).toEqual([[], null, '?'])
    expect([after.entries, after.older, after.newer]).toEqual([[], '?latest', null])
  })

  test('links a new reply on the last page, or on its own page when a block hides the first post', async () => {
    const { ann, root } = await long()
    const { id, rootId } = await reply(ann, root.id)
    expect(await getReplyPath(ann, { id, rootId }, 24)).toBe(`/posts/${root.id}#post-${id}`)
    expect(await getReplyPath(ann, { id, rootId }, 23)).toBe(`/posts/${root.id}?latest#post-${id}`)
    const eve = await aViewer()
    await transaction((tx) => tx.block.create({ data: { blockerId: ann.id, blockedId: eve.id } }))
    expect(await getReplyPath(eve, { id, rootId }, 24)).toBe(`/posts/${id}#post-${id}`)
  })
})

describe('a conversation hides', () => {
  const relate = (ann: Viewer, bob: Viewer) => ({
    'blocked by the viewer': () =>
      transaction((tx) => tx.block.create({ data: { blockerId: ann.id, blockedId: bob.id } })),
    'who blocks the viewer': () =>
      transaction((tx) => tx.block.create({ data: { blockerId: bob.id, blockedId: ann.id } })),
    'muted by the viewer': () =>
      transaction((tx) => tx.mute.create({ data: { muterId: ann.id, mutedId: bob.id } })),
  })
  const relations = ['blocked by the viewer', 'who blocks the viewer', 'muted by the viewer'] as const

  test.each(relations)('replies of members %s, with a placeholder above visible replies', async (name) => {
    const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
    const root = await aPost(eve, 'root')
    const holding = await reply(bob, root.id, 'secret 1')
    await reply(bob, root.id, 'secret 2')
    const lonely = await reply(bob, root.id, 'secret 3')
    await reply(bob, lonely.id, 'secret 4')
    await reply(eve, holding.id, 'seen')
    await relate(ann, bob)[name]()
    const found = await open(ann, root.id)
    expect(treeOf(found.entries)).toEqual([['(hidden)', ['seen']]])
    expect(JSON.stringify(found)).not.toMatch(/secret/)
    const all = [['secret 1', ['seen']], ['secret 2'], ['secret 3', ['secret 4']]]
    for (const viewer of [eve, null]) expect(treeOf((await open(viewer, root.id)).entries)).toEqual(all)
  })

  test.each(relations)('the root post by a member %s', async (name) => {
    const [ann, bob, eve] = [await aViewer(), await aViewer(), await aViewer()]
    const root = await aPost(bob, 'secret')
    const { id } = await reply(eve, root.id, 'seen')
    await relate(ann, bob)[name]()
    const found = await open(ann, id)
    expect([found.root.post, treeOf(found.entries)]).toEqual([null, [['seen']]])
    const own = await getConversation(ann, root.id, null, 9)
    expect(own?.root.post?.body ?? null).toBe(name === 'muted by the viewer' ? 'secret' : null)
    expect(own === null).toBe(name !== 'muted by the viewer')
  })

  test('deleted posts, with a placeholder above replies', async () => {
    const ann = await aViewer()
    const root = await aPost(ann, 'secret root')
    const a = await reply(ann, root.id, 'secret a')
    const b = await reply(ann, root.id, 'secret b')
    await reply(ann, a.id, 'aa')
    for (const { id } of [root, a, b]) await deletePost(ann, id)
    const found = await open(ann, root.id)
    expect([found.root.post, found.root.deleted, treeOf(found.entries)]).toEqual([
      null,
      true,
      [['(deleted)', ['aa']]],
    ])
    expect(JSON.stringify(found)).not.toMatch(/secret/)
    expect([await authorOf(root.id), await authorOfConversation(root.id)]).toEqual([null, ann.id])
    expect([await authorOf(b.id), await authorOfConversation(b.id)]).toEqual([null, null])
  })
})

describe('the history of a post', () => {
  test('contains every version, newest first', async () => {
    const ann = await aViewer()
    const { id, createdAt } = await aPost(ann, 'one')
    for (const body of ['two', 'two', 'three']) await editPost(ann, { id, body })
    const { editedAt } = await db.post.findUniqueOrThrow({ where: { id } })
    const found = await getHistory(null, id)
    expect(found?.versions.map(({ body }) => body)).toEqual(['three', 'two', 'one'])
    expect([found?.versions[0]?.createdAt, found?.versions[2]?.createdAt]).toEqual([editedAt, createdAt])
  })

  test('is null if the post is deleted or hidden by a block', async () => {
    const [ann, bob] = [await aViewer(), await aViewer()]
    const { id } = await aPost(ann)
    await reply(bob, id)
    await transaction((tx) => tx.block.create({ data: { blockerId: ann.id, blockedId: bob.id } }))
    expect(await getHistory(bob, id)).toBeNull()
    await deletePost(ann, id)
    expect([await getHistory(ann, id), await getHistory(ann, 999)]).toEqual([null, null])
  })
})
