import { db, engine, Prisma } from '../db/db'
import { type Cursor, type Page, toPage } from '../page'
import { toPostViews } from '../posts/queries'
import { type PostRow, type PostView, postColumns } from '../posts/view'
import { stripNul } from '../text/code-points'
import type { Viewer } from '../viewer'
import { isNotBlocked, isVisibleTo } from '../visibility/queries'
import { homeFeedSql as homeFeedOnPostgresql } from './home-feed.postgresql'
import { homeFeedSql as homeFeedOnSqlite } from './home-feed.sqlite'
import { type Keyset, keyset } from './keyset'

const author = Prisma.sql`p.author_id`

/** What a feed shows to a viewer: no placeholders, and nobody whom they do not meet. */
const shown = (viewer: Viewer | null) => Prisma.sql`p.deleted_at IS NULL AND ${isVisibleTo(viewer, author)}`

/** Every post, newest first. */
export const exploreFeed = (viewer: Viewer | null, cursor: Cursor | null, size: number) =>
  read(
    viewer,
    cursor,
    size,
    (at) => Prisma.sql`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id WHERE ${at.posts} AND ${shown(viewer)}
    ORDER BY p.created_at ${at.order}, p.id ${at.order} LIMIT ${size + 1}`,
  )

/** One member's posts, newest first. */
export const profileFeed = (viewer: Viewer | null, authorId: number, cursor: Cursor | null, size: number) =>
  read(
    viewer,
    cursor,
    size,
    (at) => Prisma.sql`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.author_id = ${authorId} AND p.deleted_at IS NULL AND ${isNotBlocked(viewer, author)} AND ${at.posts}
    ORDER BY p.created_at ${at.order}, p.id ${at.order} LIMIT ${size + 1}`,
  )

/** The posts with a normalised tag, newest first. */
export const tagFeed = (viewer: Viewer | null, tag: string, cursor: Cursor | null, size: number) =>
  read(
    viewer,
    cursor,
    size,
    (at) => Prisma.sql`
    SELECT ${postColumns(viewer)} FROM post_tags t JOIN posts p ON p.id = t.post_id JOIN users u ON u.id = p.author_id
    WHERE t.tag = ${stripNul(tag)} AND ${at.tags} AND ${shown(viewer)}
    ORDER BY t.created_at ${at.order}, t.post_id ${at.order} LIMIT ${size + 1}`,
  )

/** The viewer's own posts and those of everyone they follow, newest first, each once. */
export const homeFeed = (viewer: Viewer, cursor: Cursor | null, size: number) =>
  read(viewer, cursor, size, (at) => {
    const sql = engine === 'sqlite' ? homeFeedOnSqlite : homeFeedOnPostgresql
    return sql(viewer, at, size + 1)
  })

async function read(
  viewer: Viewer | null,
  cursor: Cursor | null,
  size: number,
  sql: (at: Keyset) => Prisma.Sql,
): Promise<Page<PostView>> {
  const rows = await db.$queryRaw<PostRow[]>(sql(keyset(cursor)))
  const page = toPage(rows, size, cursor, (row) => row)
  return { ...page, items: await toPostViews(viewer, page.items) }
}
