import { Prisma } from '../db/db'
import type { Page } from '../page'
import type { HighlightTerm } from '../text/highlights'
import { type RichText, toExcerpt, toRichText } from '../text/rich-text'
import { authorColumns, type SummaryRow, toUserSummary } from '../users/summary'
import type { UserSummary } from '../users/view'
import type { Viewer } from '../viewer'
import { pendingDeletionUserIds } from '../visibility/queries'
import { canChangePost } from './policy'

export type PostView = {
  id: number
  body: string
  /** The detected language, as a code of ISO 639-1; empty when it is unknown. */
  language: string
  createdAt: Date
  editedAt: Date | null
  author: UserSummary
  /** Lower-cased names in the body that are usernames; only these become links. */
  mentions: string[]
  /** Whether the viewer wrote it. */
  own: boolean
  /** The post that it replies to; null for the first post of a conversation. `username` is null for a deleted post. */
  replyTo: { id: number; username: string | null } | null
  /** The id of the first post of the conversation, which can be its own. */
  rootId: number
  replyCount: number
  likeCount: number
  /** `liked` and `bookmarked` are null for guests. */
  liked: boolean | null
  bookmarked: boolean | null
}

/**
 * A post as a page shows it, as JSON for the browser. Values that most posts do not have are left out, because a page has
 * dozens of posts: what is false, zero or null in a PostView.
 */
export type PostItem = Pick<PostView, 'id' | 'createdAt'> & {
  author: PostAuthor
  text: RichText
  language?: string
  editedAt?: Date
  own?: true
  replyTo?: { id: number; username: string | null }
  replyCount?: number
  likeCount?: number
  liked?: true
  bookmarked?: true
}

/** The text of a post for its edit form, and the labels of the form. */
export type EditablePost = {
  body: string
  text: { form: string; button: string; cancel: string; success: string }
}

type PostAuthor = Pick<UserSummary, 'id' | 'username' | 'displayName'> &
  Partial<Pick<UserSummary, 'avatar' | 'gravatar'>>

/** @param highlights search terms; the text becomes an excerpt around them */
export function toPostItem(post: PostView, highlights?: HighlightTerm[]): PostItem {
  const { id, createdAt, body, language, mentions, editedAt, own, replyTo, replyCount, likeCount } = post
  const { liked, bookmarked } = post
  return {
    id,
    createdAt,
    author: toAuthor(post.author),
    text: highlights ? toExcerpt(body, mentions, highlights) : toRichText(body, mentions),
    ...(language && { language }),
    ...(editedAt && { editedAt }),
    ...(own && { own }),
    ...(replyTo && { replyTo }),
    ...(replyCount > 0 && { replyCount }),
    ...(likeCount > 0 && { likeCount }),
    ...(liked && { liked }),
    ...(bookmarked && { bookmarked }),
  }
}

function toAuthor({ id, username, displayName, avatar, gravatar }: UserSummary): PostAuthor {
  return { id, username, displayName, ...(avatar && { avatar }), ...(gravatar && { gravatar }) }
}

/** A created post; `rootId` is the id of the first post of its conversation, which can be its own. */
export type PublishedPost = { id: number; createdAt: Date; rootId: number }

export type PostRow = SummaryRow & {
  body: string
  language: string
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

/** A post of a conversation with its replies on the same page. */
export type ConversationEntry = {
  id: number
  createdAt: Date
  /** null for a placeholder: the post is deleted, or its author is not visible to the viewer. */
  post: PostView | null
  deleted: boolean
  /** The post that it replies to, unless that is the first one of the conversation. */
  answers: { id: number; username: string | null } | null
  replies: ConversationEntry[]
}

/** A page of a conversation. `older` and `newer` are query strings; null when there are no more replies. */
export type Conversation = {
  /** The requested post: the first one of the conversation, or a reply. */
  focus: ConversationEntry
  root: ConversationEntry
  entries: ConversationEntry[]
  older: string | null
  newer: string | null
}

/** A post of a conversation, as JSON for the browser. Its replies are items of their own. */
export type ConversationItem = Omit<ConversationEntry, 'post' | 'replies'> & { post: PostItem | null }

/** Maps an entry to its JSON form, without its replies. */
export function toConversationItem({
  id,
  createdAt,
  post,
  deleted,
  answers,
}: ConversationEntry): ConversationItem {
  // The parent of an entry is shown by its indentation, or by a link above it.
  return { id, createdAt, post: post && toPostItem({ ...post, replyTo: null }), deleted, answers }
}

/** The replies on a page of a conversation, oldest first, without their nesting. */
export function toConversationPage({ entries, older, newer }: Conversation): Page<ConversationItem> {
  const items = flatten(entries).map(toConversationItem)
  items.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime() || one.id - other.id)
  return { items, older, newer }
}

const flatten = (entries: ConversationEntry[]): ConversationEntry[] =>
  entries.flatMap((entry) => [entry, ...flatten(entry.replies)])

/** A version of a post. `createdAt` is the time of the post or of the edit. */
export type PostVersion = { body: string; createdAt: Date }

/** `deleted` also for a post of a user who has deleted their account. */
export type ConversationRow = PostRow & { deleted: number | bigint; hidden: number | bigint }

/** The columns of a PostRow for a viewer, in queries over `posts p JOIN users u`. */
export function postColumns(viewer: Viewer | null): Prisma.Sql {
  return Prisma.sql`
  p.id, p.body, p.language, p.created_at AS "createdAt", p.edited_at AS "editedAt",
  ${authorColumns},
  p.reply_to_id AS "replyToId", p.root_id AS "rootId", p.reply_count AS "replyCount", p.like_count AS "likeCount",
  (SELECT ru.username FROM posts r JOIN users ru ON ru.id = r.author_id
    WHERE r.id = p.reply_to_id AND r.deleted_at IS NULL AND ru.id NOT IN (${pendingDeletionUserIds})) AS "replyToUsername", ${viewerStateColumns(viewer)}`
}

/** Whether the viewer likes the post and has bookmarked it. */
const viewerStateColumns = (viewer: Viewer | null) =>
  viewer
    ? Prisma.sql`
  (SELECT COUNT(*) FROM likes l WHERE l.user_id = ${viewer.id} AND l.post_id = p.id) AS liked,
  (SELECT COUNT(*) FROM bookmarks b WHERE b.user_id = ${viewer.id} AND b.post_id = p.id) AS bookmarked`
    : Prisma.sql`0 AS liked, 0 AS bookmarked`

/** @param mentions lower-cased usernames that the body mentions */
export function toPostView(viewer: Viewer | null, row: PostRow, mentions: string[]): PostView {
  const {
    id,
    body,
    language,
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
    language,
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
 * Builds the reply trees of a page, oldest first. A post that the viewer may not see becomes a placeholder when it has a
 * visible reply, and is left out otherwise.
 * @param rows replies of one conversation, oldest first
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
  return removeEmptyPlaceholders(top)
}

export function toEntry(
  row: ConversationRow,
  views: Map<number, PostView>,
  rootId: number,
): ConversationEntry {
  const { id, createdAt, replyToId } = row
  const answers =
    replyToId === null || replyToId === rootId ? null : { id: replyToId, username: row.replyToUsername }
  return {
    id,
    createdAt,
    post: views.get(id) ?? null,
    deleted: Number(row.deleted) > 0,
    answers,
    replies: [],
  }
}

function removeEmptyPlaceholders(entries: ConversationEntry[]): ConversationEntry[] {
  for (const entry of entries) entry.replies = removeEmptyPlaceholders(entry.replies)
  return entries.filter((entry) => entry.post || entry.replies.length > 0)
}
