import { Prisma } from '../db/db'
import { authorColumns, type SummaryRow, toUserSummary } from '../users/summary'
import type { UserSummary } from '../users/view'
import type { Viewer } from '../viewer'
import { canChangePost } from './policy'

export type PostView = {
  id: number
  body: string
  createdAt: Date
  editedAt: Date | null
  author: UserSummary
  /** Lower-cased names in the body that belong to members; only these become links. */
  mentions: string[]
  /** Whether the viewer wrote it. */
  own: boolean
  /** What it answers, null for a post that begins a conversation; `username` is null when that one was deleted. */
  replyTo: { id: number; username: string | null } | null
  /** The post that began the conversation; its own id when it did itself. */
  rootId: number
  replyCount: number
  likeCount: number
  /** null for guests, who can neither like nor bookmark. */
  liked: boolean | null
  bookmarked: boolean | null
}

/** A post that was written; `rootId` is its own id when it begins a conversation. */
export type PublishedPost = { id: number; createdAt: Date; rootId: number }

export type PostRow = SummaryRow & {
  body: string
  createdAt: Date
  editedAt: Date | null
  authorId: number
  replyToId: number | null
  replyToUsername: string | null
  rootId: number | null
  replyCount: number
  likeCount: number
  liked: number | bigint
  bookmarked: number | bigint
}

/** One entry of a conversation with the replies to it that are shown on the same page. */
export type ConversationEntry = {
  id: number
  createdAt: Date
  /** null for a placeholder: it was deleted, or the viewer does not meet its author. */
  post: PostView | null
  deleted: boolean
  /** The post that it answers, when that is not the one that began the conversation. */
  answers: { id: number; username: string | null } | null
  replies: ConversationEntry[]
}

/** A page of a conversation. `older` and `newer` are query strings, or null at that end. */
export type Conversation = {
  /** The post of the address: the one that began the conversation, or a reply in it. */
  focus: ConversationEntry
  root: ConversationEntry
  entries: ConversationEntry[]
  older: string | null
  newer: string | null
  /** Where the last reply of this page stands, as `?after=` wants it. */
  end: string
}

/** One version of a post. `createdAt` is when it was written. */
export type PostVersion = { body: string; createdAt: Date }

export type ConversationRow = PostRow & { deletedAt: Date | null; hidden: number | bigint }

/** The columns of a PostRow for a viewer, in queries over `posts p JOIN users u`. */
export const postColumns = (viewer: Viewer | null): Prisma.Sql => Prisma.sql`
  p.id, p.body, p.created_at AS "createdAt", p.edited_at AS "editedAt",
  ${authorColumns},
  p.reply_to_id AS "replyToId", p.root_id AS "rootId", p.reply_count AS "replyCount", p.like_count AS "likeCount",
  (SELECT ru.username FROM posts r JOIN users ru ON ru.id = r.author_id
    WHERE r.id = p.reply_to_id AND r.deleted_at IS NULL) AS "replyToUsername", ${viewerStateColumns(viewer)}`

/** Whether the viewer likes the post and has bookmarked it. */
const viewerStateColumns = (viewer: Viewer | null) =>
  viewer
    ? Prisma.sql`
  (SELECT COUNT(*) FROM likes l WHERE l.user_id = ${viewer.id} AND l.post_id = p.id) AS liked,
  (SELECT COUNT(*) FROM bookmarks b WHERE b.user_id = ${viewer.id} AND b.post_id = p.id) AS bookmarked`
    : Prisma.sql`0 AS liked, 0 AS bookmarked`

/** The only way from a row to a page. */
export function toPostView(viewer: Viewer | null, row: PostRow, mentions: string[]): PostView {
  const {
    id,
    body,
    createdAt,
    editedAt,
    authorId,
    replyToId,
    replyToUsername,
    rootId,
    replyCount,
    likeCount,
  } = row
  return {
    id,
    body,
    createdAt,
    editedAt,
    author: toUserSummary({ ...row, id: authorId }),
    mentions,
    own: canChangePost(viewer, row),
    replyTo: replyToId === null ? null : { id: replyToId, username: replyToUsername },
    rootId: rootId ?? id,
    replyCount,
    likeCount,
    liked: viewer && Number(row.liked) > 0,
    bookmarked: viewer && Number(row.bookmarked) > 0,
  }
}

/**
 * Hangs replies below what they answer, oldest first. What is not shown to the viewer stays as a placeholder where it
 * holds a reply that is.
 * @param rows Of one conversation, oldest first, without the post that began it.
 */
export function toEntries(
  rows: ConversationRow[],
  views: Map<number, PostView>,
  rootId: number,
): ConversationEntry[] {
  const entries = new Map(rows.map((row) => [row.id, toEntry(row, views, rootId)]))
  const top: ConversationEntry[] = []
  for (const row of rows) {
    const entry = entries.get(row.id) as ConversationEntry
    const siblings = entries.get(row.replyToId ?? 0)?.replies ?? top
    siblings.push(entry)
  }
  return prune(top)
}

export function toEntry(
  row: ConversationRow,
  views: Map<number, PostView>,
  rootId: number,
): ConversationEntry {
  const { id, createdAt, replyToId } = row
  const answers =
    replyToId === null || replyToId === rootId ? null : { id: replyToId, username: row.replyToUsername }
  return { id, createdAt, post: views.get(id) ?? null, deleted: row.deletedAt !== null, answers, replies: [] }
}

function prune(entries: ConversationEntry[]): ConversationEntry[] {
  for (const entry of entries) entry.replies = prune(entry.replies)
  return entries.filter((entry) => entry.post || entry.replies.length > 0)
}
