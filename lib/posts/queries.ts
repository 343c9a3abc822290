import { db, Prisma, type Transaction } from '../db/db'
import { keysetSql, maxTime, minTime } from '../db/keyset'
import { env } from '../env'
import { AppError } from '../errors'
import { type Cursor, formatCursor } from '../page'
import type { Viewer } from '../viewer'
import { hasNoBlock, isNotBlocked, isVisibleTo, pendingDeletionUserIds } from '../visibility/queries'
import {
  type Conversation,
  type ConversationRow,
  type PostRow,
  type PostVersion,
  type PostView,
  postColumns,
  toEntries,
  toEntry,
  toPostView,
} from './view'

const author = Prisma.sql`p.author_id`

/**
 * A post with its author.
 * @returns null when the post is missing or deleted, or when a block separates the viewer from its author
 */
export async function getPost(viewer: Viewer | null, id: number): Promise<PostView | null> {
  const rows = await db.$queryRaw<PostRow[]>`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.id = ${id} AND p.deleted_at IS NULL AND ${isNotBlocked(viewer, author)}`
  return (await toPostViews(viewer, rows))[0] ?? null
}

/** The posts with these ids that the viewer may see, in any order. */
export async function getPosts(viewer: Viewer, ids: number[]): Promise<PostView[]> {
  if (ids.length === 0) return []
  const rows = await db.$queryRaw<PostRow[]>`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.id IN (${Prisma.join(ids)}) AND p.deleted_at IS NULL AND ${isNotBlocked(viewer, author)}`
  return toPostViews(viewer, rows)
}

/** The post of an operation such as a like. */
export type PostTarget = { id: number; authorId: number; authorName: string }

/**
 * Finds the post of an operation.
 * @param client a transaction that has locked viewer and author (`lockUsers`), for a result that holds until its end
 * @throws AppError `not-found` when the post is missing or deleted, or when a block separates viewer and author
 */
export async function findPostTarget(
  viewer: Viewer,
  id: number,
  client: Pick<Transaction, '$queryRaw'> = db,
): Promise<PostTarget> {
  const [target] = await client.$queryRaw<PostTarget[]>`
    SELECT p.id, p.author_id AS "authorId", u.username AS "authorName"
    FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.id = ${id} AND p.deleted_at IS NULL AND ${isNotBlocked(viewer, author)}`
  if (!target) throw new AppError('not-found', `post ${id}`)
  return target
}

/** The id of a post's author; null when the post is missing or deleted. Indexed look-ups, for proxy.ts. */
export function authorOf(id: number): Promise<number | null> {
  return findAuthor(id, Prisma.sql`p.deleted_at IS NULL AND ${isNotBlocked(null, author)}`)
}

/** Like `authorOf`, but includes placeholders. */
export function authorOfConversation(id: number): Promise<number | null> {
  return findAuthor(id, isShownInConversation)
}

async function findAuthor(id: number, condition: Prisma.Sql): Promise<number | null> {
  const rows = await db.$queryRaw<{ authorId: number }[]>`
    SELECT p.author_id AS "authorId" FROM posts p WHERE p.id = ${id} AND ${condition}`
  return rows[0]?.authorId ?? null
}

/** The condition that a post or a placeholder has a page: a post of a leaving user is a placeholder if it has replies. */
const isShownInConversation = Prisma.sql`(${isNotBlocked(null, author)} OR p.deleted_at IS NOT NULL
  OR EXISTS (SELECT 1 FROM posts r WHERE r.reply_to_id = p.id))`

/** Where a page of a conversation begins: at a cursor, at the last replies, or (null) around the requested post. */
export type Opening = Cursor | 'latest' | null

/**
 * A page of a conversation: its first post and some of the replies, oldest first. Reads at most two pages of replies.
 * @param id the id of the first post or of any reply
 * @param size replies on a page
 * @returns null when the post is missing or a block separates the viewer from its author
 */
export async function getConversation(
  viewer: Viewer | null,
  id: number,
  opening: Opening,
  size = conversationPageSize,
): Promise<Conversation | null> {
  const [focus] = await readRows(
    viewer,
    Prisma.sql`p.id = ${id} AND ${hasNoBlock(viewer, author)} AND ${isShownInConversation}`,
  )
  if (!focus) return null
  // A viewer who opens the page of a muted user's post chose to read it.
  focus.hidden = 0
  const rootId = focus.rootId ?? focus.id
  const root = rootId === id ? focus : (await readRows(viewer, Prisma.sql`p.id = ${rootId}`))[0]
  if (!root) return null
  const page = await readPage(viewer, focus, rootId, opening, size)
  const shown = [root, focus, ...page.rows].filter((row) => !Number(row.deleted) && !Number(row.hidden))
  const posts = await toPostViews(viewer, [...new Map(shown.map((row) => [row.id, row])).values()])
  const views = new Map(posts.map((post) => [post.id, post]))
  const [first, last] = [page.rows[0], page.rows.at(-1)]
  return {
    focus: toEntry(focus, views, rootId),
    root: toEntry(root, views, rootId),
    entries: toEntries(page.rows, views, rootId),
    older: page.older ? (first ? `?before=${formatCursor(first)}` : '?latest') : null,
    newer: page.newer ? (last ? `?after=${formatCursor(last)}` : '?') : null,
  }
}

const readRows = (
  viewer: Viewer | null,
  where: Prisma.Sql,
  rest = Prisma.empty,
): Promise<ConversationRow[]> =>
  db.$queryRaw`
    SELECT ${postColumns(viewer)}, CASE WHEN ${isVisibleTo(viewer, author)} THEN 0 ELSE 1 END AS hidden,
      CASE WHEN p.deleted_at IS NULL AND ${isNotBlocked(null, author)} THEN 0 ELSE 1 END AS deleted
    FROM posts p JOIN users u ON u.id = p.author_id WHERE ${where} ${rest}`

type Rows = { rows: ConversationRow[]; older: boolean; newer: boolean }

async function readPage(
  viewer: Viewer | null,
  focus: ConversationRow,
  rootId: number,
  opening: Opening,
  size: number,
): Promise<Rows> {
  // Replies by hidden users are read only when visible replies may be below them.
  const replies = Prisma.sql`p.root_id = ${rootId} AND (p.reply_count > 0 OR p.id = ${focus.id} OR ${isVisibleTo(viewer, author)})`
  const read = (cursor: Cursor) => {
    const { after, orderBy } = keysetSql(cursor, Prisma.sql`p.created_at`, Prisma.sql`p.id`)
    return readRows(
      viewer,
      Prisma.sql`${replies} AND ${after}`,
      Prisma.sql`ORDER BY ${orderBy} LIMIT ${size + 1}`,
    )
  }
  if (opening === 'latest') return toOlderPage(await read(atEnd), size, false)
  if (opening?.direction === 'older') return toOlderPage(await read(opening), size, true)
  if (opening) return toNewerPage(await read(opening), size, true)
  if (focus.id === rootId) return toNewerPage(await read(atBeginning), size, false)
  const at = { at: focus.createdAt, id: focus.id }
  const before = await read({ ...at, direction: 'older' })
  const after = await read({ ...at, direction: 'newer' })
  return toPageAround(focus, before, after, size)
}

const atBeginning: Cursor = { at: minTime, id: 0, direction: 'newer' }
const atEnd: Cursor = { at: maxTime, id: 0, direction: 'older' }

const toNewerPage = (rows: ConversationRow[], size: number, older: boolean): Rows => ({
  rows: rows.slice(0, size),
  older,
  newer: rows.length > size,
})

const toOlderPage = (rows: ConversationRow[], size: number, newer: boolean): Rows => ({
  rows: rows.slice(0, size).reverse(),
  older: rows.length > size,
  newer,
})

/** A page with the focus in its middle, or nearer to an end of the conversation that is close. */
function toPageAround(
  focus: ConversationRow,
  before: ConversationRow[],
  after: ConversationRow[],
  size: number,
): Rows {
  const half = Math.floor((size - 1) / 2)
  const following = Math.min(after.length, Math.max(size - 1 - half, size - 1 - before.length))
  const leading = Math.min(before.length, size - 1 - following)
  return {
    rows: [...before.slice(0, leading).reverse(), focus, ...after.slice(0, following)],
    older: before.length > leading,
    newer: after.length > following,
  }
}

/** Replies on a page of a conversation; twice the page size of feeds, because replies are short. */
export const conversationPageSize = 2 * env.POSTS_PER_PAGE

/**
 * The path of a new reply: in its conversation, or on its own page when a block hides the first post.
 */
export async function getReplyPath(
  viewer: Viewer,
  { id, rootId }: { id: number; rootId: number },
  size = conversationPageSize,
): Promise<string> {
  const root = await db.$queryRaw<{ replies: number | bigint }[]>`
    SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM posts r WHERE r.root_id = p.id LIMIT ${size + 1}) more) AS replies
    FROM posts p WHERE p.id = ${rootId} AND ${hasNoBlock(viewer, author)}`
  if (!root[0]) return `/posts/${id}#post-${id}`
  return `/posts/${rootId}${Number(root[0].replies) > size ? '?latest' : ''}#post-${id}`
}

/**
 * The latest hundred versions of a post, beginning with the current one.
 * @returns null as `getPost`
 */
export async function getHistory(
  viewer: Viewer | null,
  id: number,
): Promise<{ post: PostView; versions: PostVersion[] } | null> {
  const post = await getPost(viewer, id)
  if (!post) return null
  const earlier = await db.postRevision.findMany({
    where: { postId: id },
    orderBy: { id: 'desc' },
    take: 99,
    select: { body: true, createdAt: true },
  })
  return { post, versions: [{ body: post.body, createdAt: post.editedAt ?? post.createdAt }, ...earlier] }
}

/** Makes views of rows; reads the usernames that their bodies mention. */
export async function toPostViews(viewer: Viewer | null, rows: PostRow[]): Promise<PostView[]> {
  const mentions = await listMentions(rows)
  return rows.map((row) => toPostView(viewer, row, mentions.get(row.id) ?? []))
}

async function listMentions(rows: PostRow[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  const ids = rows.filter((row) => row.body.includes('@')).map((row) => row.id)
  if (ids.length === 0) return found
  const names = await db.$queryRaw<{ postId: number; name: string }[]>`
    SELECT m.post_id AS "postId", u.username_key AS name
    FROM mentions m JOIN users u ON u.id = m.user_id
    WHERE m.post_id IN (${Prisma.join(ids)}) AND u.id NOT IN (${pendingDeletionUserIds})`
  for (const { postId, name } of names) found.set(postId, [...(found.get(postId) ?? []), name])
  return found
}
