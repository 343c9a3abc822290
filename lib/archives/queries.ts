import { db, Prisma } from '../db/db'
import { keysetSql } from '../db/keyset'
import { absoluteUrl } from '../http/absolute-url'
import type { Cursor } from '../page'
import { pictureFile } from '../storage/pictures'
import { inaccessibleUserIds, pendingDeletionUserIds } from '../visibility/queries'
import type { ArchivedFollow, ArchivedMessage, ArchivedPost, ArchivedProfile, ArchivedReaction } from './view'

/** Entries that are read at once. */
const pageSize = 500

/** Reads a list page by page, the newest entries first. `read` returns at most `pageSize` rows beyond the cursor. */
async function* pagesOf<Row extends { createdAt: Date; id: number }>(
  read: (cursor: Cursor | null) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let cursor: Cursor | null = null
  do {
    const page: Row[] = await read(cursor)
    if (page.length > 0) yield page
    const last = page.length === pageSize ? page.at(-1) : undefined
    cursor = last ? { at: last.createdAt, id: last.id, direction: 'older' } : null
  } while (cursor)
}

const withoutId = <Row extends { id: number }>(rows: Row[]): Omit<Row, 'id'>[] =>
  rows.map(({ id: _, ...row }) => row)

/** The member's posts and replies with their earlier versions. */
export async function* readArchivedPosts(userId: number): AsyncGenerator<ArchivedPost[]> {
  const posts = pagesOf((cursor) => {
    const { after, orderBy } = keysetSql(cursor, Prisma.sql`p.created_at`, Prisma.sql`p.id`)
    return db.$queryRaw<PostRow[]>`
      SELECT p.id, p.body, p.created_at AS "createdAt", p.edited_at AS "editedAt", p.reply_to_id AS "replyToId",
        p.origin, (SELECT r.origin FROM posts r WHERE r.id = p.reply_to_id) AS "replyToOrigin"
      FROM posts p WHERE p.author_id = ${userId} AND p.deleted_at IS NULL AND ${after}
      ORDER BY ${orderBy} LIMIT ${pageSize}`
  })
  for await (const page of posts) {
    const revisions = await db.postRevision.findMany({
      where: { postId: { in: page.map(({ id }) => id) } },
      orderBy: { id: 'asc' },
      select: { postId: true, body: true, createdAt: true },
    })
    const histories = groupByPost(revisions)
    yield page.map((post) => ({ ...withoutNulls(post), history: histories.get(post.id) ?? [] }))
  }
}

type PostRow = Omit<ArchivedPost, 'history' | 'origin' | 'replyToOrigin'> & Origins
type Origins = { origin: string | null; replyToOrigin?: string | null }

/** Leaves out the origins that a post does not have. */
function withoutNulls<Row extends Origins>({ origin, replyToOrigin, ...row }: Row) {
  return { ...row, ...(origin && { origin }), ...(replyToOrigin && { replyToOrigin }) }
}

type Revision = { postId: number; body: string; createdAt: Date }

function groupByPost(revisions: Revision[]): Map<number, ArchivedPost['history']> {
  const histories = new Map<number, ArchivedPost['history']>()
  for (const { postId, ...version } of revisions)
    histories.set(postId, [...(histories.get(postId) ?? []), version])
  return histories
}

const directions = {
  following: { self: Prisma.sql`f.follower_id`, other: Prisma.sql`f.followed_id` },
  followers: { self: Prisma.sql`f.followed_id`, other: Prisma.sql`f.follower_id` },
} as const

/** The members whom the member follows, or who follow the member. */
export async function* readArchivedFollows(
  direction: keyof typeof directions,
  userId: number,
): AsyncGenerator<ArchivedFollow[]> {
  const { self, other } = directions[direction]
  const follows = pagesOf((cursor) => {
    const { after, orderBy } = keysetSql(cursor, Prisma.sql`f.created_at`, other)
    return db.$queryRaw<(ArchivedFollow & { id: number })[]>`
      SELECT ${other} AS id, u.username, f.created_at AS "createdAt" FROM follows f JOIN users u ON u.id = ${other}
      WHERE ${self} = ${userId} AND ${other} NOT IN (${pendingDeletionUserIds}) AND ${after} ORDER BY ${orderBy} LIMIT ${pageSize}`
  })
  for await (const page of follows) yield withoutId(page)
}

const reactions = { likes: Prisma.sql`likes`, bookmarks: Prisma.sql`bookmarks` } as const

/** The posts that the member likes or has bookmarked, without those that a block hides. */
export async function* readArchivedReactions(
  table: keyof typeof reactions,
  userId: number,
): AsyncGenerator<ArchivedReaction[]> {
  const found = pagesOf((cursor) => {
    const { after, orderBy } = keysetSql(cursor, Prisma.sql`r.created_at`, Prisma.sql`r.post_id`)
    return db.$queryRaw<(Omit<ArchivedReaction, 'origin'> & Origins & { id: number })[]>`
      SELECT r.post_id AS id, r.post_id AS "postId", u.username AS author, p.body, r.created_at AS "createdAt", p.origin
      FROM ${reactions[table]} r JOIN posts p ON p.id = r.post_id JOIN users u ON u.id = p.author_id
      WHERE r.user_id = ${userId} AND p.deleted_at IS NULL
        AND p.author_id NOT IN (${inaccessibleUserIds(userId)}) AND ${after}
      ORDER BY ${orderBy} LIMIT ${pageSize}`
  })
  for await (const page of found) yield withoutId(page.map((row) => withoutNulls(row)))
}

/** The name of the user with this alias, or that of a deleted account (`deletedName`). */
function nameOf(alias: 's' | 'r'): Prisma.Sql {
  const user = Prisma.raw(alias)
  return Prisma.sql`CASE WHEN ${user}.deleted_at IS NOT NULL OR ${user}.id IN (${pendingDeletionUserIds})
    THEN 'deleted_' || ${user}.id ELSE ${user}.username END`
}

/** The messages that the member has sent and received. */
export function readArchivedMessages(userId: number): AsyncGenerator<ArchivedMessage[]> {
  return pagesOf((cursor) => {
    const { after, orderBy } = keysetSql(cursor, Prisma.sql`m.created_at`, Prisma.sql`m.id`)
    return db.$queryRaw<ArchivedMessage[]>`
      SELECT m.id, ${nameOf('s')} AS "from", ${nameOf('r')} AS "to", m.body, m.created_at AS "createdAt"
      FROM messages m JOIN users s ON s.id = m.sender_id JOIN users r ON r.id = m.recipient_id
      WHERE (m.sender_id = ${userId} OR m.recipient_id = ${userId}) AND ${after}
      ORDER BY ${orderBy} LIMIT ${pageSize}`
  })
}

/** The member's profile. */
export async function* readArchivedProfile(userId: number): AsyncGenerator<ArchivedProfile[]> {
  const select = {
    ...{ username: true, displayName: true, email: true, aboutMe: true, locale: true, createdAt: true },
  }
  const user = await db.user.findUniqueOrThrow({ where: { id: userId }, select })
  yield [{ ...user, instance: absoluteUrl('/') }]
}

/** The storage name of the member's largest picture; null without one. */
export async function findPicture(userId: number): Promise<string | null> {
  const user = await db.user.findUnique({ where: { id: userId }, select: { avatar: true } })
  return user?.avatar ? pictureFile(user.avatar, 400) : null
}

/** The number of entries that an archive has, about: some may be added while it is written. */
export async function countEntries(userId: number): Promise<number> {
  const counts = await Promise.all([
    db.post.count({ where: { authorId: userId, deletedAt: null } }),
    db.follow.count({ where: { OR: [{ followerId: userId }, { followedId: userId }] } }),
    db.like.count({ where: { userId } }),
    db.bookmark.count({ where: { userId } }),
    db.message.count({ where: { OR: [{ senderId: userId }, { recipientId: userId }] } }),
  ])
  return 1 + counts.reduce((sum, count) => sum + count)
}
