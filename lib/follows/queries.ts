import { reaches } from '../blocks/queries'
import { db, Prisma } from '../db/db'
import { type Cursor, type Page, toPage } from '../page'
import { gravatarUrl } from '../users/gravatar'
import type { UserInList } from '../users/view'
import type { Viewer } from '../viewer-type'

type ListRow = Omit<UserInList, 'followedByViewer' | 'gravatar'> & {
  emailKey: string
  createdAt: Date
  followed: number | bigint
}

/** Who follows a member, the latest first; nobody from whom a block separates the viewer. */
export const listFollowers = (viewer: Viewer | null, userId: number, cursor: Cursor | null, size: number) =>
  list(viewer, Prisma.sql`f.follower_id`, Prisma.sql`f.followed_id`, userId, cursor, size)

/** Whom a member follows, the latest first; nobody from whom a block separates the viewer. */
export const listFollowing = (viewer: Viewer | null, userId: number, cursor: Cursor | null, size: number) =>
  list(viewer, Prisma.sql`f.followed_id`, Prisma.sql`f.follower_id`, userId, cursor, size)

async function list(
  viewer: Viewer | null,
  shown: Prisma.Sql,
  owner: Prisma.Sql,
  userId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  const newer = cursor?.direction === 'newer'
  const order = newer ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const from = newer ? Prisma.sql`>` : Prisma.sql`<`
  const where = cursor
    ? Prisma.sql`AND (f.created_at, ${shown}) ${from} (${cursor.at}, ${cursor.id})`
    : Prisma.empty
  const rows = await db.$queryRaw<ListRow[]>`
    SELECT u.id, u.username, u.display_name AS "displayName", u.avatar, u.email_key AS "emailKey",
      u.about_me AS "aboutMe", f.created_at AS "createdAt",
      (SELECT COUNT(*) FROM follows m WHERE m.follower_id = ${viewer?.id ?? 0} AND m.followed_id = u.id) AS followed
    FROM follows f JOIN users u ON u.id = ${shown}
    WHERE ${owner} = ${userId} AND ${reaches(viewer, shown)} AND ${reaches(viewer, owner)} ${where}
    ORDER BY f.created_at ${order}, ${shown} ${order} LIMIT ${size + 1}`
  return toPage(rows, size, cursor, ({ emailKey, followed, createdAt: _, ...user }) => ({
    ...user,
    followedByViewer: viewer && viewer.id !== user.id ? Number(followed) > 0 : null,
    gravatar: gravatarUrl(user, emailKey),
  }))
}
