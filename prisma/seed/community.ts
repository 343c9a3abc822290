import { randomBytes } from 'node:crypto'
import { db, transaction } from '../../lib/db/db'
import { env } from '../../lib/env'
import { followUser } from '../../lib/follows/mutations'
import { closePasswords } from '../../lib/passwords/passwords'
import { createPost } from '../../lib/posts/mutations'
import { searchRow } from '../../lib/text/search-row'
import { signUp, updateAccount } from '../../lib/users/mutations'
import type { Viewer } from '../../lib/viewer'
import { createConversations, findParent, lastMessage } from './community-conversations'
import { emailOf, members } from './community-members'
import { posts } from './community-posts'
import { SeedError } from './flags'
import { viewerOf } from './viewer-of'

const day = 24 * 3_600_000

/** The fixed password is public, so members of a production server get a random one. */
const password =
  env.NODE_ENV === 'production' ? randomBytes(15).toString('base64url') : 'magpie-lantern-orbit-58'

/** The idempotency key of a post, as forms send it. */
const submissionOf = (index: number) => `seed-post-${String(index).padStart(3, '0')}`

/**
 * Creates a small community and prints how to log in. Idempotent; an interrupted run is completed by the next one.
 * @throws SeedError when there are other members and `force` is not set, or in production
 */
export async function seedCommunity({ force }: { force: boolean }): Promise<void> {
  try {
    if (await isComplete()) return console.log('The community already exists: nothing was changed.')
    await rejectOtherMembers(force)
    const now = Date.now()
    const viewers = await createMembers(now)
    await createFollows(viewers, now)
    const ids = await createPosts(viewers, now)
    await createConversations((username) => viewerNamed(viewers, username), ids, now)
    const names = members.map((member) => member.username).join(', ')
    console.log(
      `${members.length} members and ${posts.length} posts. Log in as one of\n  ${names}\nwith the password\n  ${password}`,
    )
  } finally {
    await closePasswords()
  }
}

/** The last message is the last row that the seed writes. */
async function isComplete(): Promise<boolean> {
  return (await db.message.count({ where: { submissionKey: lastMessage } })) > 0
}

async function rejectOtherMembers(force: boolean): Promise<void> {
  const others = await db.user.findMany({
    where: { emailKey: { notIn: members.map(emailOf) } },
    select: { usernameKey: true },
  })
  if (others.length === 0) return
  if (env.NODE_ENV === 'production')
    throw new SeedError(`The database has ${others.length} other members: in production it cannot be seeded.`)
  if (!force)
    throw new SeedError(
      `The database has ${others.length} other members: add --force to seed anyway, or set DATA_DIR or DATABASE_URL to another database.`,
    )
  const taken = members.filter((member) => others.some((other) => other.usernameKey === member.username))
  if (taken.length > 0)
    throw new SeedError(
      `Other members already have these names: ${taken.map((member) => member.username).join(', ')}. Nothing was changed.`,
    )
}

async function createMembers(now: number): Promise<Map<string, Viewer>> {
  const known = new Map(
    (await db.user.findMany({ select: { id: true, emailKey: true } })).map((row) => [row.emailKey, row.id]),
  )
  const viewers = new Map<string, Viewer>()
  for (const [index, member] of members.entries()) {
    const { username, displayName, aboutMe, locale } = member
    const email = emailOf(member)
    const id = known.get(email) ?? (await signUp({ username, email, password, repeat: password })).id
    const viewer = await viewerOf(id)
    await updateAccount(viewer, { username, displayName, email, aboutMe }, null)
    const createdAt = new Date(now - (60 - index * 2) * day)
    const lastSeenAt = new Date(now - ((index * 7) % 50) * 3_600_000)
    await transaction((tx) => tx.user.update({ where: { id }, data: { locale, createdAt, lastSeenAt } }))
    viewers.set(username, viewer)
  }
  return viewers
}

async function createFollows(viewers: Map<string, Viewer>, now: number): Promise<void> {
  let hours = 0
  for (const member of members) {
    const viewer = viewerNamed(viewers, member.username)
    for (const username of member.follows) {
      const { id } = await followUser(viewer, username)
      const where = { followerId_followedId: { followerId: viewer.id, followedId: id } }
      const createdAt = new Date(now - 30 * day + hours++ * 7 * 3_600_000)
      await transaction((tx) => tx.follow.update({ where, data: { createdAt } }))
    }
  }
}

/** @returns the ids of the posts, in the order of the list */
async function createPosts(viewers: Map<string, Viewer>, now: number): Promise<number[]> {
  const ids: number[] = []
  for (const [index, [author, body]] of posts.entries()) {
    const viewer = viewerNamed(viewers, author)
    const parent = findParent(index)
    const replyTo = parent === undefined ? undefined : ids[parent]
    const { id } = await createPost(viewer, { body, submission: submissionOf(index), replyTo })
    ids.push(id)
    const createdAt = new Date(now - ageOf(index))
    const { sortKey } = searchRow({ id, authorId: viewer.id, body, createdAt })
    await transaction(async (tx) => {
      await tx.post.update({ where: { id }, data: { createdAt, search: { update: { sortKey } } } })
      await tx.postTag.updateMany({ where: { postId: id }, data: { createdAt } })
    })
  }
  return ids
}

/** The age of a post in milliseconds: four weeks for the first, minutes for the last, denser towards the end. */
function ageOf(index: number): number {
  const left = (posts.length - index) / posts.length
  return 28 * day * left ** 1.7 + ((index * 37) % 60) * 1000
}

function viewerNamed(viewers: Map<string, Viewer>, username: string): Viewer {
  const viewer = viewers.get(username)
  if (!viewer) throw new Error(`The seed has no member ${username}.`)
  return viewer
}
