import type { Page } from '@/lib/page'
import type { ConversationItem } from '@/lib/posts/view'

/** A page of a conversation as the server rendered it. */
export type RenderedConversation = Page<ConversationItem> & {
  focus: ConversationItem
  root: ConversationItem
  /** Where the page begins: distinguishes the pages of one conversation. */
  opening: string
  /** The time of the server render, in milliseconds. */
  renderedAt: number
}

/** A reply with the replies to it. */
export type ConversationNode = ConversationItem & { replies: ConversationNode[] }

/** Maximum milliseconds between the creation time of a reply and its commit: transactions may commit out of order. */
const maxDelay = 10_000

/**
 * The time from which new replies are loaded, in milliseconds. It lies before the last loaded reply, because a reply
 * with an earlier time may have been committed later.
 * @param rootTime The time of the first post, for a page without replies.
 */
export function loadSince({ items }: Page<ConversationItem>, rootTime: number): number {
  return Math.max(0, (items.at(-1)?.createdAt.getTime() ?? rootTime) - maxDelay)
}

/**
 * Adds loaded replies; those that the page has are replaced. Replies before the first one of a page belong to the older
 * page.
 */
export function addReplies(page: Page<ConversationItem>, loaded: ConversationItem[]): Page<ConversationItem> {
  const [first] = page.items
  const added = page.older && first ? loaded.filter((item) => compare(item, first) >= 0) : loaded
  const fresh = idsOf(added)
  const items = [...page.items.filter(({ id }) => !fresh.has(id)), ...added]
  return { ...page, items: items.sort(compare) }
}

/**
 * Merges a page that the server has rendered again with what is shown. A shown reply is dropped when the server no
 * longer sends it, unless it is outside the rendered page or may be newer than what the server has read.
 */
export function mergeRendered(
  rendered: RenderedConversation,
  shown: Page<ConversationItem>,
): Page<ConversationItem> {
  const { items, older, newer, renderedAt } = rendered
  const fresh = idsOf(items)
  const others = shown.items.filter(({ id }) => !fresh.has(id))
  const isDisjoint = others.length === shown.items.length
  // Replies in between would be missing.
  if (isDisjoint && (older || newer)) return { items, older, newer }
  const [first, last] = [items[0], items.at(-1)]
  const before = others.filter((item) => older && first && compare(item, first) < 0)
  const after = others.filter((item) => newer && last && compare(item, last) > 0)
  const recent = others.filter(({ createdAt }) => createdAt.getTime() > renderedAt - maxDelay)
  return {
    items: [...items, ...new Set([...before, ...after, ...recent])].sort(compare),
    older: before.length > 0 ? shown.older : older,
    newer: after.length > 0 ? shown.newer : newer,
  }
}

/**
 * Builds the reply trees of a page, each reply below its parent. A placeholder without replies is left out.
 * @param items oldest first
 */
export function toTree(items: ConversationItem[]): ConversationNode[] {
  const nodes = new Map(items.map((item) => [item.id, { ...item, replies: [] as ConversationNode[] }]))
  const top: ConversationNode[] = []
  for (const node of nodes.values()) {
    const siblings = (node.answers && nodes.get(node.answers.id)?.replies) ?? top
    siblings.push(node)
  }
  return withoutEmptyPlaceholders(top)
}

function withoutEmptyPlaceholders(nodes: ConversationNode[]): ConversationNode[] {
  return nodes
    .map((node) => ({ ...node, replies: withoutEmptyPlaceholders(node.replies) }))
    .filter(({ post, replies }) => post || replies.length > 0)
}

export function idsOf(items: ConversationItem[]): Set<number> {
  return new Set(items.map(({ id }) => id))
}

const compare = (one: ConversationItem, other: ConversationItem) =>
  one.createdAt.getTime() - other.createdAt.getTime() || one.id - other.id
