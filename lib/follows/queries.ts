import { db, Prisma } from '../db/db'
import { keysetSql } from '../db/keyset'
import { type Cursor, type Page, toPage } from '../page'
import { stripNul } from '../text/code-points'
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
  const where = Prisma.sql`${owner} = ${userId} AND ${isNotBlocked(viewer, member)} AND ${isNotBlocked(viewer, owner)}`
  return listRelatedUsers(viewer, { table: Prisma.sql`follows`, member, where }, cursor, size)
}

/** Rows `r` of a table with `created_at`, each about the member in one of its columns. */
export type RelationRows = { table: Prisma.Sql; member: Prisma.Sql; where: Prisma.Sql }

/** The members that some rows are about, the latest row first, each with what stands between them and the viewer. */
export async function listRelatedUsers(
  viewer: Viewer | null,
  { table, member, where }: RelationRows,
  cursor: Cursor | null,
  size: number,
): Promise<Page<UserInList>> {
  const { after, orderBy } = keysetSql(cursor, Prisma.sql`r.created_at`, member)
  const rows = await db.$queryRaw<ListRow[]>`
    SELECT ${userColumns}, u.about_me AS "aboutMe", r.created_at AS "createdAt",
      (SELECT COUNT(*) FROM follows m WHERE m.follower_id = ${viewer?.id ?? 0} AND m.followed_id = u.id) AS followed
    FROM ${table} r JOIN users u ON u.id = ${member}
    WHERE ${where} AND ${after}
    ORDER BY ${orderBy} LIMIT ${size + 1}`
  return toPage(rows, size, cursor, (row) => ({
    ...toUserSummary(row),
    aboutMe: row.aboutMe,
    followedByViewer: viewer && viewer.id !== row.id ? Number(row.followed) > 0 : null,
  }))
}

/**
 * Members whom somebody may be about to mention: those the viewer follows first, then everybody whose name begins so.
 * Neither the viewer, nor anybody whom they do not meet.
 * @param typed the beginning of a username, or of a word of a display name, in any case and with or without accents;
 *   when it is empty, members whom the viewer follows
 * @param size at most so many
 */
export async function suggestUsers(viewer: Viewer, typed: string, size: number): Promise<SuggestedUser[]> {
  const named = namedLike(typed)
  const nearby = await suggest(viewer, Prisma.sql`${named} AND u.id IN (${followedBy(viewer)})`, typed, size)
  if (nearby.length === size || typed === '') return nearby
  const others = Prisma.sql`${named} AND u.id NOT IN (${followedBy(viewer)})`
  return [...nearby, ...(await suggest(viewer, others, typed, size - nearby.length))]
}

const followedBy = (viewer: Viewer) =>
  Prisma.sql`SELECT followed_id FROM follows WHERE follower_id = ${viewer.id}`

const suggest = (viewer: Viewer, condition: Prisma.Sql, typed: string, size: number) =>
  db.$queryRaw<SuggestedUser[]>`
    SELECT u.id, u.username, u.display_name AS "displayName", u.avatar
    FROM users u JOIN user_search s ON s.user_id = u.id
    WHERE ${condition} AND u.id <> ${viewer.id} AND u.banned_at IS NULL AND ${isVisibleTo(viewer, Prisma.sql`u.id`)}
    ORDER BY CASE WHEN ${usernameLike(typed)} THEN 0 ELSE 1 END, u.username_key LIMIT ${size}`

const usernameLike = (typed: string) =>
  Prisma.sql`u.username_key LIKE ${`${escaped(stripNul(typed.toLowerCase()))}%`} ESCAPE '!'`

/** Every whole word of what is typed, and the beginning of another, are among the tokens of the member's names. */
function namedLike(typed: string): Prisma.Sql {
  const words = tokenize(typed).map(({ text }) => escaped(text))
  const last = words.length - 1
  const found = words.map(
    (word, index) => Prisma.sql`s.tokens LIKE ${`% ${word}${index === last ? '' : ' '}%`} ESCAPE '!'`,
  )
  // Who writes _ means a username.
  if (found.length === 0 || typed.includes('_')) return usernameLike(typed)
  return Prisma.sql`(${usernameLike(typed)} OR ${Prisma.join(found, ' AND ')})`
}

const escaped = (text: string) => text.replace(/[!%_]/g, '!$&')
