import { db, Prisma } from '../../db/db'
import { AppError } from '../../errors'
import { getUserById } from '../../users/queries'
import { type SummaryRow, toUserSummary, userColumns } from '../../users/summary'
import type { UserView } from '../../users/view'
import type { Viewer } from '../../viewer'
import { isNotBlocked, isVisibleTo } from '../../visibility/queries'
import { type PageNumber, respondWithCollection } from '../rest/collection'
import { versionOf } from '../rest/entity-tag'
import { respondWithJson } from '../rest/respond'
import { type ApiUser, toUserJson, userPath } from './user-json'

/**
 * Finds the user of a path.
 * @throws AppError `not-found`
 */
export async function requireUser(viewer: Viewer, id: number): Promise<UserView> {
  const user = await getUserById(viewer, id)
  if (!user) throw new AppError('not-found', 'no such user')
  return user
}

/** The version of the fields that `PUT` changes. */
export function versionOfUser({ username, aboutMe }: Pick<ApiUser, 'username' | 'aboutMe'>): string {
  return versionOf(username, aboutMe)
}

/** Responds with one user. */
export async function respondWithUser(viewer: Viewer, request: Request, id: number): Promise<Response> {
  const user = await requireUser(viewer, id)
  return respondWithJson(request, toUserJson(user), { version: versionOfUser(user) })
}

/** Rows of the table `users u`, and of others that are joined with it. */
type UserRows = { from: Prisma.Sql; where: Prisma.Sql }

/** Responds with all users, by id, without those whom the viewer blocks or mutes, or who block the viewer. */
export function respondWithUsers(viewer: Viewer, request: Request, page: PageNumber): Promise<Response> {
  return respondWithRows('/api/users', request, page, {
    from: Prisma.sql`users u`,
    where: Prisma.sql`u.banned_at IS NULL AND u.deleted_at IS NULL AND ${isVisibleTo(viewer, Prisma.sql`u.id`)}`,
  })
}

/** Responds with the users who follow a user or whom they follow, by id. As on the pages, none whom a block separates. */
export async function respondWithFollows(
  viewer: Viewer,
  request: Request,
  page: PageNumber,
  id: number,
  kind: 'followers' | 'following',
): Promise<Response> {
  const user = await requireUser(viewer, id)
  const follower = Prisma.sql`f.follower_id`
  const followed = Prisma.sql`f.followed_id`
  const [listed, owner] = kind === 'followers' ? [follower, followed] : [followed, follower]
  return respondWithRows(`${userPath(user.id)}/${kind}`, request, page, {
    from: Prisma.sql`follows f JOIN users u ON u.id = ${listed}`,
    where: Prisma.sql`${owner} = ${user.id} AND ${isNotBlocked(viewer, follower)} AND ${isNotBlocked(viewer, followed)}`,
  })
}

type Row = SummaryRow & Omit<ApiUser, 'gravatar'>

async function respondWithRows(
  path: string,
  request: Request,
  page: PageNumber,
  { from, where }: UserRows,
): Promise<Response> {
  const counted = await db.$queryRaw<{ total: number | bigint }[]>`
    SELECT COUNT(*) AS total FROM ${from} WHERE ${where}`
  const total = Number(counted[0]?.total ?? 0)
  return respondWithCollection(request, path, page, total, async (limit, offset) => {
    const rows = await db.$queryRaw<Row[]>`
      SELECT ${userColumns}, u.about_me AS "aboutMe", u.post_count AS "postCount",
        u.follower_count AS "followerCount", u.following_count AS "followingCount", u.last_seen_at AS "lastSeenAt"
      FROM ${from} WHERE ${where} ORDER BY u.id LIMIT ${limit} OFFSET ${offset}`
    return rows.map((row) => toUserJson({ ...row, ...toUserSummary(row) }))
  })
}
