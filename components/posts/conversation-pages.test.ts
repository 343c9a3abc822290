import { expect, test } from 'vitest'
import type { ConversationItem, PostItem } from '@/lib/posts/view'
import {
  addReplies,
  type ConversationNode,
  loadSince,
  mergeRendered,
  type RenderedConversation,
  toTree,
} from './conversation-pages'

const minute = 60_000
const root = 1

/** A reply that was created at minute `id`. */
const reply = (id: number, parent = root, more: Partial<ConversationItem> = {}): ConversationItem => ({
  id,
  createdAt: new Date(id * minute),
  post: { id } as PostItem,
  deleted: false,
  answers: parent === root ? null : { id: parent, username: 'ann' },
  ...more,
})
const deleted = (id: number, parent = root) => reply(id, parent, { post: null, deleted: true })

const page = (ids: number[], older: string | null = null, newer: string | null = null) => ({
  items: ids.map((id) => reply(id)),
  older,
  newer,
})
const rendered = (at: number, ...args: Parameters<typeof page>): RenderedConversation => ({
  ...page(...args),
  root: reply(root),
  focus: reply(root),
  opening: '',
  renderedAt: at * minute,
})
const ids = ({ items }: { items: ConversationItem[] }) => items.map(({ id }) => id)

type Tree = [id: number, ...replies: Tree[]]
const shape = (nodes: ConversationNode[]): Tree[] => nodes.map(({ id, replies }) => [id, ...shape(replies)])

test('builds trees oldest first and leaves out placeholders without replies', () => {
  const items = [reply(2), deleted(3), reply(4, 2), reply(5, 3), deleted(6, 4), deleted(7)]
  expect(shape(toTree(items))).toEqual([
    [2, [4]],
    [3, [5]],
  ])
})

test('shows a reply at the top level until its parent is loaded', () => {
  const first = addReplies(page([2]), [reply(4, 3)])
  expect(shape(toTree(first.items))).toEqual([[2], [4]])
  expect(shape(toTree(addReplies(first, [reply(3)]).items))).toEqual([[2], [3, [4]]])
})

test('merges loaded replies in order without duplicates, and replaces existing ones', () => {
  const added = addReplies(page([2, 3, 5]), [deleted(3), reply(4), reply(5), reply(6)])
  expect(ids(added)).toEqual([2, 3, 4, 5, 6])
  expect(added.items[1]?.deleted).toBe(true)
})

test('ignores replies that belong to the older page', () => {
  expect(ids(addReplies(page([5], '?before=5'), [reply(4), reply(5), reply(6)]))).toEqual([5, 6])
})

test('loads replies since ten seconds before the last one', () => {
  expect(loadSince(page([2, 5]), minute)).toBe(5 * minute - 10_000)
  expect(loadSince(page([]), minute)).toBe(minute - 10_000)
})

test('drops replies that the server no longer sends, unless they may be newer than the response', () => {
  expect(ids(mergeRendered(rendered(9, [2, 4]), page([2, 3, 4, 5])))).toEqual([2, 4])
  expect(ids(mergeRendered(rendered(5, [2, 4]), page([2, 3, 4, 5])))).toEqual([2, 4, 5])
})

test('keeps replies outside the rendered page, and the links of the list', () => {
  const merged = mergeRendered(rendered(99, [3, 4], '?before=3', '?after=4'), page([2, 3, 5]))
  expect([ids(merged), merged.older, merged.newer]).toEqual([[2, 3, 4, 5], null, null])
})

test('replaces the list when it does not overlap the rendered page', () => {
  const merged = mergeRendered(rendered(99, [8, 9], '?before=8'), page([2, 3]))
  expect([ids(merged), merged.older]).toEqual([[8, 9], '?before=8'])
})
