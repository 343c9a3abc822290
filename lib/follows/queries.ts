import { LRUCache } from 'lru-cache'
import { db, Prisma } from '../db/db'
import { keysetSql } from '../db/keyset'
import { type Cursor, type Page, toPage } from '../page'
import { replaceNul } from '../text/code-points'
import { tokenize } from '../text/tokens'
import { type SummaryRow, toUserSummary, userColumns } from '../users/summary'
import type { UserInList, UserSummary } from '../users/view'
import type { Viewer } from '../viewer'
import { isNotBlocked, isVisibleTo } from '../visibility/queries'

/** A user whom the viewer may be about to mention. */
export type SuggestedUser = Omit<UserSummary, 'gravatar'>

type ListRow = SummaryRow & {
  aboutMe: string
  createdAt: Date
  followed: number | bigint
}

const [follower, followed] = [Prisma.sql`r.follower_id`, Prisma.sql`r.followed_id`]

/** The followers of a user, the latest first, without users whom a block separates from the viewer. */
export function listFollowers(
  viewer: Viewer | null,
  userId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  return listFollows(viewer, { user: follower, where: Prisma.sql`${followed} = ${userId}` }, cursor, size)
}

/** The users whom a user follows, the latest first, without users whom a block separates from the viewer. */
export function listFollowing(
  viewer: Viewer | null,
  userId: number,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  return listFollows(viewer, { user: followed, where: Prisma.sql`${follower} = ${userId}` }, cursor, size)
}

function listFollows(
  viewer: Viewer | null,
  { user, where }: { user: Prisma.Sql; where: Prisma.Sql },
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  const notBlocked = Prisma.sql`${isNotBlocked(viewer, follower)} AND ${isNotBlocked(viewer, followed)}`
  const rows = { table: Prisma.sql`follows`, user, where: Prisma.sql`${where} AND ${notBlocked}` }
  return listRelatedUsers(viewer, rows, cursor, size)
}

/** Rows `r` of a table with a column `created_at`, and the column with the id of the user to list. */
export type RelationRows = { table: Prisma.Sql; user: Prisma.Sql; where: Prisma.Sql }

/** The users of some rows, the latest row first, each with whether the viewer follows them. */
export async function listRelatedUsers(
  viewer: Viewer | null,
  { table, user, where }: RelationRows,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`r.created_at`, user)
  const rows = await db.$queryRaw<ListRow[]>`
    SELECT ${userColumns}, u.about_me AS "aboutMe", r.created_at AS "createdAt",
      (SELECT COUNT(*) FROM follows m WHERE m.follower_id = ${viewer?.id ?? 0} AND m.followed_id = u.id) AS followed
    FROM ${table} r JOIN users u ON u.id = ${user}
    WHERE ${where} AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  return toPage(rows, size, cursor, (row) => ({
    ...toUserSummary(row),
    aboutMe: row.aboutMe,
    followedByViewer: viewer && viewer.id !== row.id ? Number(row.followed) > 0 : null,
  }))
}

/**
 * Suggests users to mention: first those whom the viewer follows, then others. Excludes the viewer and users who are not
 * visible to them.
 * @param typed the beginning of a username or of a word of a display name, in any case, with or without accents; an
 *   empty text suggests followed users only
 * @param size the largest number of suggestions
 */
export async function suggestUsers(viewer: Viewer, typed: string, size: number): Promise<SuggestedUser[]> {
  const matches = nameLike(typed)
  const followedUsers = await searchNames(
    viewer,
    Prisma.sql`${matches} AND u.id IN (${followedBy(viewer)})`,
    typed,
    size,
  )
  if (followedUsers.length === size || typed === '') return followedUsers
  const others = Prisma.sql`${matches} AND u.id NOT IN (${followedBy(viewer)})`
  return [...followedUsers, ...(await searchNames(viewer, others, typed, size - followedUsers.length))]
}

const followedBy = (viewer: Viewer) =>
  Prisma.sql`SELECT followed_id FROM follows WHERE follower_id = ${viewer.id}`

const searchNames = (viewer: Viewer, condition: Prisma.Sql, typed: string, size: number) =>
  db.$queryRaw<SuggestedUser[]>`
    SELECT u.id, u.username, u.display_name AS "displayName", u.avatar
    FROM users u JOIN user_search s ON s.user_id = u.id
    WHERE ${condition} AND u.id <> ${viewer.id} AND u.banned_at IS NULL AND ${isVisibleTo(viewer, Prisma.sql`u.id`)}
    ORDER BY CASE WHEN ${usernameLike(typed)} THEN 0 ELSE 1 END, u.username_key LIMIT ${size}`

const usernameLike = (typed: string) =>
  Prisma.sql`u.username_key LIKE ${`${escapeLike(replaceNul(typed.toLowerCase()))}%`} ESCAPE '!'`

/** The condition that the names contain every word of the typed text, the last one as a prefix. */
function nameLike(typed: string): Prisma.Sql {
  const words = tokenize(typed).map(({ text }) => escapeLike(text))
  const last = words.length - 1
  const conditions = words.map(
    (word, index) => Prisma.sql`s.tokens LIKE ${`% ${word}${index === last ? '' : ' '}%`} ESCAPE '!'`,
  )
  // Only usernames contain _.
  if (conditions.length === 0 || typed.includes('_')) return usernameLike(typed)
  return Prisma.sql`(${usernameLike(typed)} OR ${Prisma.join(conditions, ' AND ')})`
}

const escapeLike = (text: string) => text.replace(/[!%_]/g, '!$&')

/** Size of the pool that suggestions are filtered from: the users with the most followers. */
const maxCandidates = 100

/** The candidates are the same for every viewer, and sorting all users is slow on a large server. */
const candidates = new LRUCache<'ids', number[]>({
  max: 1,
  ttl: 60_000,
  fetchMethod: async () => {
    const users = await db.user.findMany({
      where: { bannedAt: null, postCount: { gt: 0 } },
      orderBy: [{ followerCount: 'desc' }, { id: 'desc' }],
      take: maxCandidates,
      select: { id: true },
    })
    return users.map(({ id }) => id)
  },
})

/** Suggests users to follow, most followers first, without those whom the viewer follows, mutes or blocks. */
export async function suggestUsersToFollow(viewer: Viewer, size: number): Promise<UserInList[]> {
  const ids = (await candidates.fetch('ids')) ?? []
  // On a small server the query is fast, and a new member is suggested at once.
  if (ids.length < maxCandidates) candidates.delete('ids')
  if (ids.length === 0) return []
  const rows = await db.$queryRaw<Omit<ListRow, 'createdAt' | 'followed'>[]>`
    SELECT ${userColumns}, u.about_me AS "aboutMe" FROM users u
    WHERE u.id IN (${Prisma.join(ids)}) AND u.id <> ${viewer.id} AND u.banned_at IS NULL
      AND u.id NOT IN (${followedBy(viewer)}) AND ${isVisibleTo(viewer, Prisma.sql`u.id`)}
    ORDER BY u.follower_count DESC, u.id DESC LIMIT ${size}`
  return rows.map((row) => ({ ...toUserSummary(row), aboutMe: row.aboutMe, followedByViewer: false }))
}
