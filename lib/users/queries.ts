import { db, Prisma } from '../db/db'
import { isEmailReserved } from '../email-addresses/queries'
import { AppError, type FieldErrors } from '../errors'
import { replaceNul } from '../text/code-points'
import { findReservation } from '../usernames/queries'
import type { Viewer } from '../viewer'
import { pendingDeletionUserIds } from '../visibility/queries'
import { type SummaryRow, toUserSummary, userColumns } from './summary'
import type { Account, UserView } from './view'

/** The condition that the account of the user `u` is not deleted, and not about to be. */
const isPresent = Prisma.sql`u.deleted_at IS NULL AND u.id NOT IN (${pendingDeletionUserIds})`

/** The same condition for Prisma's model. */
const present = { deletedAt: null, accountDeletion: null } as const

type UserRow = SummaryRow & {
  aboutMe: string
  postCount: number
  followerCount: number
  followingCount: number
  createdAt: Date
  lastSeenAt: Date
  followed: number | bigint
}

/**
 * A user's profile.
 * @param viewer null for a guest
 * @param username in any case
 * @returns null when no user has that name
 */
export function getUser(viewer: Viewer | null, username: string): Promise<UserView | null> {
  return findProfile(viewer, Prisma.sql`u.username_key = ${replaceNul(username.toLowerCase())}`)
}

/**
 * A user's profile.
 * @param id an integer of 32 bits
 * @returns null when no user has that id
 */
export function getUserById(viewer: Viewer, id: number): Promise<UserView | null> {
  return findProfile(viewer, Prisma.sql`u.id = ${id}`)
}

async function findProfile(viewer: Viewer | null, where: Prisma.Sql): Promise<UserView | null> {
  const rows = await db.$queryRaw<UserRow[]>`
    SELECT ${userColumns}, u.about_me AS "aboutMe", u.post_count AS "postCount", u.follower_count AS "followerCount",
      u.following_count AS "followingCount", u.created_at AS "createdAt", u.last_seen_at AS "lastSeenAt",
      (SELECT COUNT(*) FROM follows f WHERE f.follower_id = ${viewer?.id ?? 0} AND f.followed_id = u.id) AS followed
    FROM users u WHERE ${where} AND ${isPresent}`
  const row = rows[0]
  if (!row) return null
  const { aboutMe, postCount, followerCount, followingCount, createdAt, lastSeenAt, followed } = row
  return {
    ...toUserSummary(row),
    aboutMe,
    postCount,
    followerCount,
    followingCount,
    createdAt,
    lastSeenAt,
    followedByViewer: viewer && viewer.id !== row.id ? Number(followed) > 0 : null,
  }
}

/** Whether a user of that name exists. Indexed look-ups, for proxy.ts. */
export async function userExists(username: string): Promise<boolean> {
  const rows = await db.$queryRaw<
    unknown[]
  >`SELECT 1 FROM users u WHERE u.username_key = ${replaceNul(username.toLowerCase())} AND ${isPresent}`
  return rows.length > 0
}

/** The other user of an operation such as a follow. */
export type OtherUser = { id: number; username: string }

/**
 * Finds the other user of an operation.
 * @param username in any case
 * @throws AppError `not-found`; `invalid` for the viewer's own name
 */
export async function requireOtherUser(viewer: Viewer, username: string): Promise<OtherUser> {
  const other = await db.user.findUnique({
    where: { usernameKey: replaceNul(username.toLowerCase()), ...present },
    select: { id: true, username: true },
  })
  if (!other) throw new AppError('not-found', 'no such user')
  if (other.id === viewer.id) throw new AppError('invalid', 'the viewer themselves')
  return other
}

/** The viewer's own account. */
export async function getAccount(viewer: Viewer): Promise<Account> {
  const { passwordHash, emailVerified, ...account } = await db.user.findUniqueOrThrow({
    where: { id: viewer.id },
    select: {
      ...{ username: true, displayName: true, email: true, aboutMe: true },
      ...{ emailVerified: true, pendingEmail: true, passwordHash: true },
    },
  })
  return { ...account, emailVerified: emailVerified !== null, hasPassword: passwordHash !== null }
}

/** Finds users by lower-cased usernames, except those who have deleted their account. */
export function findUsersByName(names: string[]): Promise<{ id: number; usernameKey: string }[]> {
  if (names.length === 0) return Promise.resolve([])
  return db.user.findMany({
    where: { usernameKey: { in: names }, ...present },
    select: { id: true, usernameKey: true },
  })
}

/** Current usernames by id. */
export async function findUsernames(ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.$queryRaw<{ id: number; username: string }[]>`
    SELECT id, username FROM users WHERE id IN (${Prisma.join(ids)})`
  return new Map(rows.map((row) => [row.id, row.username]))
}

/**
 * Finds every field with a value in use; a violated constraint names only one.
 * @param ownId the id of the user; 0 for a new user
 */
export async function takenFields(
  input: { username: string; email: string },
  ownId: number,
): Promise<FieldErrors> {
  const errors: FieldErrors = {}
  const [usernameKey, emailKey] = [input.username.toLowerCase(), input.email.toLowerCase()]
  // One query: between two, another sign-up could commit, and the error would name only one of its fields.
  const users = await db.user.findMany({
    where: { OR: [{ usernameKey }, { emailKey }] },
    select: { id: true, usernameKey: true, emailKey: true },
  })
  const owner = users.find((user) => user.usernameKey === usernameKey)
  if (owner) {
    if (owner.id !== ownId) errors.username = 'username.taken'
  } else {
    const reservation = await findReservation(input.username, ownId)
    if (reservation) errors.username = reservation
  }
  const emailOwner = users.find((user) => user.emailKey === emailKey)
  const isTaken = emailOwner ? emailOwner.id !== ownId : await isEmailReserved(db, emailKey, ownId)
  if (isTaken) errors.email = 'email.taken'
  return errors
}
