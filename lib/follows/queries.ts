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
  list(viewer, Prisma.sql`r.follower_id`, Prisma.sql`r.followed_id`, userId, cursor, size)

/** Whom a member follows, the latest first; nobody from whom a block separates the viewer. */
export const listFollowing = (viewer: Viewer | null, userId: number, cursor: Cursor | null, size: number) =>
  list(viewer, Prisma.sql`r.followed_id`, Prisma.sql`r.follower_id`, userId, cursor, size)

function list(
  viewer: Viewer | null,
  member: Prisma.Sql,
  owner: Prisma.Sql,
  userId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  const where = Prisma.sql`${owner} = ${userId} AND ${reaches(viewer, member)} AND ${reaches(viewer, owner)}`
  return listMembers(viewer, { table: Prisma.sql`follows`, member, where }, cursor, size)
}

/** Rows `r` of a table with `created_at`, each about the member in one of its columns. */
export type MemberRows = { table: Prisma.Sql; member: Prisma.Sql; where: Prisma.Sql }

/** The members that some rows are about, the latest row first, each with what stands between them and the viewer. */
export async function listMembers(
  viewer: Viewer | null,
  { table, member, where }: MemberRows,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  const newer = cursor?.direction === 'newer'
  const order = newer ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const from = newer ? Prisma.sql`>` : Prisma.sql`<`
  const next = cursor
    ? Prisma.sql`AND (r.created_at, ${member}) ${from} (${cursor.at}, ${cursor.id})`
    : Prisma.empty
  const rows = await db.$queryRaw<ListRow[]>`
    SELECT u.id, u.username, u.display_name AS "displayName", u.avatar, u.email_key AS "emailKey",
      u.about_me AS "aboutMe", r.created_at AS "createdAt",
      (SELECT COUNT(*) FROM follows m WHERE m.follower_id = ${viewer?.id ?? 0} AND m.followed_id = u.id) AS followed
    FROM ${table} r JOIN users u ON u.id = ${member}
    WHERE ${where} ${next}
    ORDER BY r.created_at ${order}, ${member} ${order} LIMIT ${size + 1}`
  return toPage(rows, size, cursor, ({ emailKey, followed, createdAt: _, ...user }) => ({
    ...user,
    followedByViewer: viewer && viewer.id !== user.id ? Number(followed) > 0 : null,
    gravatar: gravatarUrl(user, emailKey),
  }))
}
