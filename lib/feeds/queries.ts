import { LRUCache } from 'lru-cache'
import { db, engine, Prisma } from '../db/db'
import { keysetSql, minTime } from '../db/keyset'
import { env } from '../env'
import { changeCount, hasChanged } from '../http/changes.mjs'
import { type Cursor, type Page, toPage } from '../page'
import { toPostViews } from '../posts/queries'
import { type PostRow, type PostView, postColumns } from '../posts/view'
import { replaceNul } from '../text/code-points'
import type { Viewer } from '../viewer'
import { isNotBlocked, isVisibleTo, pendingDeletionUserIds } from '../visibility/queries'
import { homeFeedSql as homeFeedOnPostgresql } from './home-feed.postgresql'
import { homeFeedSql as homeFeedOnSqlite } from './home-feed.sqlite'
import { scanLength } from './policy'
import type { TagCount } from './view'

const author = Prisma.sql`p.author_id`
const byPost = (cursor: Cursor | null) => keysetSql(cursor, Prisma.sql`p.created_at`, Prisma.sql`p.id`)

/** The condition for posts that a feed shows to a viewer: not deleted, and by a visible author. */
const isShown = (viewer: Viewer | null) => Prisma.sql`p.deleted_at IS NULL AND ${isVisibleTo(viewer, author)}`

/** Every post, newest first. */
export function exploreFeed(
  viewer: Viewer | null,
  cursor: Cursor | null,
  size: number,
): Promise<Page<PostView>> {
  const { after, orderBy } = byPost(cursor)
  // With a parameter, PostgreSQL expects a tenth of all posts and plans each call again. Each literal needs a separate
  // prepared statement, so only the usual size is one.
  const rows = size === env.POSTS_PER_PAGE ? Prisma.raw(String(size + 1)) : size + 1
  return readPage(
    viewer,
    cursor,
    size,
    Prisma.sql`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id WHERE ${after} AND ${isShown(viewer)}
    ORDER BY ${orderBy} LIMIT ${rows}`,
  )
}

/** One user's posts with their replies, newest first. */
export function profileFeed(
  viewer: Viewer | null,
  authorId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<PostView>> {
  const { after, orderBy } = byPost(cursor)
  return readPage(
    viewer,
    cursor,
    size,
    Prisma.sql`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.author_id = ${authorId} AND p.deleted_at IS NULL AND ${isNotBlocked(viewer, author)} AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`,
  )
}

const beginning: Cursor = { at: minTime, id: 0, direction: 'newer' }

/** The replies to one post by visible authors, the oldest first. Reads the index of the conversation in this order. */
export async function repliesTo(
  viewer: Viewer,
  { id, rootId }: Pick<PostView, 'id' | 'rootId'>,
  cursor: Cursor | null,
  size: number,
): Promise<Page<PostView>> {
  const from = cursor ?? beginning
  const { after, orderBy } = byPost(from)
  const page = await readPage(
    viewer,
    from,
    size,
    Prisma.sql`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.root_id = ${rootId} AND p.reply_to_id = ${id} AND ${isShown(viewer)} AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`,
  )
  return { items: page.items.toReversed(), older: cursor && page.older, newer: page.newer }
}

/** One user's posts that reply to another post, newest first. */
export function repliesFeed(
  viewer: Viewer | null,
  authorId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<PostView>> {
  return readPage(viewer, cursor, size, repliesSql(viewer, authorId, cursor, size + 1))
}

/** Its partial index has the condition `reply_to_id IS NOT NULL`, which this query must repeat. */
export function repliesSql(viewer: Viewer | null, authorId: number, cursor: Cursor | null, take: number) {
  const { after, orderBy } = byPost(cursor)
  return Prisma.sql`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.author_id = ${authorId} AND p.reply_to_id IS NOT NULL AND p.deleted_at IS NULL
      AND ${isNotBlocked(viewer, author)} AND ${after}
    ORDER BY ${orderBy} LIMIT ${take}`
}

/** The posts that a user likes, the latest like first, without those that other feeds hide from the viewer. */
export async function likesFeed(
  viewer: Viewer | null,
  userId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<PostView>> {
  const rows = await db.$queryRaw<(PostRow & { likedAt: Date })[]>(likesSql(viewer, userId, cursor, size + 1))
  const likes = rows.map((row) => ({ id: row.id, createdAt: row.likedAt, row }))
  const page = toPage(likes, size, cursor, ({ row }) => row)
  return { ...page, items: await toPostViews(viewer, page.items) }
}

export function likesSql(viewer: Viewer | null, userId: number, cursor: Cursor | null, take: number) {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`k.created_at`, Prisma.sql`k.post_id`)
  return Prisma.sql`
    SELECT ${postColumns(viewer)}, k.created_at AS "likedAt"
    FROM likes k JOIN posts p ON p.id = k.post_id JOIN users u ON u.id = p.author_id
    WHERE k.user_id = ${userId} AND ${isNotBlocked(viewer, Prisma.sql`k.user_id`)} AND ${isShown(viewer)} AND ${after}
    ORDER BY ${orderBy} LIMIT ${take}`
}

/** The posts with a normalised tag, newest first. */
export function tagFeed(
  viewer: Viewer | null,
  tag: string,
  cursor: Cursor | null,
  size: number,
): Promise<Page<PostView>> {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`t.created_at`, Prisma.sql`t.post_id`)
  return readPage(
    viewer,
    cursor,
    size,
    Prisma.sql`
    SELECT ${postColumns(viewer)} FROM post_tags t JOIN posts p ON p.id = t.post_id JOIN users u ON u.id = p.author_id
    WHERE t.tag = ${replaceNul(tag)} AND ${after} AND ${isShown(viewer)}
    ORDER BY ${orderBy} LIMIT ${size + 1}`,
  )
}

/** The posts of the viewer and of everyone whom they follow, newest first. */
export function homeFeed(viewer: Viewer, cursor: Cursor | null, size: number): Promise<Page<PostView>> {
  const homeFeedSql = engine === 'sqlite' ? homeFeedOnSqlite : homeFeedOnPostgresql
  const keyset = keysetSql(cursor, Prisma.sql`x.created_at`, Prisma.sql`x.id`)
  return readPage(
    viewer,
    cursor,
    size,
    homeFeedSql(viewer, keyset, size + 1, scanLength(viewer.followingCount)),
  )
}

async function readPage(
  viewer: Viewer | null,
  cursor: Cursor | null,
  size: number,
  sql: Prisma.Sql,
): Promise<Page<PostView>> {
  const rows = await db.$queryRaw<PostRow[]>(sql)
  const page = toPage(rows, size, cursor, (row) => row)
  return { ...page, items: await toPostViews(viewer, page.items) }
}

/** The time window in days, and the number of tags to cache. */
const popularDays = 7
const maxTags = 10

/** Cached for all viewers, because the query reads every tag of the last seven days. */
const popular = new LRUCache<'tags', { tags: TagCount[]; count: number }>({
  max: 1,
  ttl: 60_000,
  fetchMethod: async () => {
    const count = changeCount()
    const since = new Date(Date.now() - popularDays * 86_400_000)
    const rows = await db.$queryRaw<{ tag: string; count: number | bigint }[]>`
      SELECT t.tag, COUNT(*) AS count FROM post_tags t
      WHERE t.created_at > ${since}
        AND t.post_id NOT IN (SELECT p.id FROM posts p WHERE p.author_id IN (${pendingDeletionUserIds}))
      GROUP BY t.tag ORDER BY count DESC, t.tag LIMIT ${maxTags}`
    return { tags: rows.map(({ tag, count }) => ({ tag, count: Number(count) })), count }
  },
})

/**
 * The tags with the most posts in the last seven days, cached for one minute.
 * @param size at most 10
 */
export async function popularTags(size: number): Promise<TagCount[]> {
  // Drop the cached tags as soon as an account is hidden or restored.
  if (hasChanged([], popular.peek('tags')?.count ?? 0)) popular.delete('tags')
  const tags = (await popular.fetch('tags'))?.tags ?? []
  // Without tags the query reads nothing, and the first tag of a server is shown at once.
  if (tags.length === 0) popular.delete('tags')
  return tags.slice(0, size)
}
