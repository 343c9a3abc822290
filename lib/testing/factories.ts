import bcrypt from 'bcryptjs'
import { db, transaction } from '../db/db'
import { digestPassword, formatHash } from '../passwords/hash-format'
import { createPost } from '../posts/mutations'
import type { NewPost } from '../posts/schema'
import { openSession } from '../sessions/mutations'
import { findSession } from '../sessions/queries'
import { searchRow, userTokens } from '../text/search-row'
import type { Viewer } from '../viewer'

/** The password of users made by `aUser`, unless the test sets another hash. */
export const testPassword = 'four tall herons'
const testPasswordHash = formatHash(bcrypt.hashSync(digestPassword(testPassword), 4))

export const testClient = { ip: '192.0.2.1', userAgent: 'Vitest' }

type NewUser = {
  username?: string
  email?: string
  displayName?: string
  aboutMe?: string
  avatar?: string
  role?: 'member' | 'admin'
  passwordHash?: string | null
}

let made = 0
let taken: Promise<number> | undefined

/** Inserts a user with the password `testPassword`. */
export async function aUser(user: NewUser = {}): Promise<{ id: number; username: string; email: string }> {
  made += 1
  const number = made
  // The shell may run on a database that already has such users.
  taken ??= highestUserId()
  const username = user.username ?? `member_${(await taken) + number}`
  const email = user.email ?? `${username.toLowerCase()}@example.com`
  const keys = { usernameKey: username.toLowerCase(), emailKey: email.toLowerCase() }
  const search = { create: { tokens: userTokens({ username, displayName: user.displayName ?? '' }) } }
  const data = { passwordHash: testPasswordHash, ...user, username, email, ...keys, search }
  return transaction((tx) => tx.user.create({ data, select: { id: true, username: true, email: true } }))
}

const highestUserId = async () => (await db.user.aggregate({ _max: { id: true } }))._max.id ?? 0

/** Opens a session for a user and returns the viewer of a request with it. */
export async function viewerOf(userId: number, remember = false): Promise<Viewer> {
  return viewerOfToken(await openSession(userId, remember, testClient))
}

/** The viewer behind a session cookie. */
export async function viewerOfToken(token: string): Promise<Viewer> {
  const session = await findSession(token)
  if (!session) throw new Error('the session is not live')
  return session.viewer
}

/** Inserts a user and opens a session. */
export async function aViewer(user: NewUser = {}): Promise<Viewer> {
  return viewerOf((await aUser(user)).id)
}

/** Creates a post, or a reply with `replyTo`; `createdAt` changes its time afterwards. */
export async function aPost(
  viewer: Viewer,
  body = 'Hello',
  { createdAt, replyTo }: { createdAt?: Date; replyTo?: number } = {},
) {
  const post = await createPost(viewer, { body, replyTo } satisfies NewPost)
  if (!createdAt) return post
  const { sortKey } = searchRow({ id: post.id, authorId: viewer.id, body, createdAt })
  await transaction((tx) =>
    tx.post.update({
      where: { id: post.id },
      data: {
        createdAt,
        tags: { updateMany: { where: {}, data: { createdAt } } },
        search: { update: { sortKey } },
      },
      select: { id: true },
    }),
  )
  return { ...post, createdAt }
}

/** The three counters of a user's row. */
export async function countersOf(userId: number) {
  const select = { postCount: true, followerCount: true, followingCount: true } as const
  return db.user.findUniqueOrThrow({ where: { id: userId }, select })
}
