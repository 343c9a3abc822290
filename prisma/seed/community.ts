import { randomBytes } from 'node:crypto'
import { db, transaction } from '../../lib/db/db'
import { env } from '../../lib/env'
import { follow } from '../../lib/follows/mutations'
import { closePasswords } from '../../lib/passwords/passwords'
import { createPost } from '../../lib/posts/mutations'
import { searchRow } from '../../lib/text/search-row'
import { signUp, updateAccount } from '../../lib/users/mutations'
import type { Viewer } from '../../lib/viewer-type'
import { answeredBy, lastMessage, makeConversations } from './community-conversations'
import { emailOf, members } from './community-members'
import { posts } from './community-posts'
import { SeedError } from './flags'
import { viewerOf } from './viewer-of'

const day = 24 * 3_600_000

/** Known to everybody who reads this, so a server that others can reach gets one of its own. */
const password =
  env.NODE_ENV === 'production' ? randomBytes(15).toString('base64url') : 'magpie-lantern-orbit-58'

/** Forms carry a key that makes a second sending harmless; so do these posts. */
const submissionOf = (index: number) => `seed-post-${String(index).padStart(3, '0')}`

/**
 * Makes the small community and prints how to log in. The second time it changes nothing; after an interruption it
 * goes on where it stopped.
 * @throws SeedError when other members are there and `force` is not set, or in production.
 */
export async function seedCommunity({ force }: { force: boolean }): Promise<void> {
  try {
    if (await isComplete()) return console.log('The community is there already: nothing was changed.')
    await refuseOthers(force)
    const now = Date.now()
    const viewers = await makeMembers(now)
    await makeFollows(viewers, now)
    const ids = await makePosts(viewers, now)
    await makeConversations((username) => named(viewers, username), ids, now)
    const names = members.map((member) => member.username).join(', ')
    console.log(
      `${members.length} members and ${posts.length} posts. Log in as one of\n  ${names}\nwith the password\n  ${password}`,
    )
  } finally {
    await closePasswords()
  }
}

/** The last message is written last. */
async function isComplete(): Promise<boolean> {
  return (await db.message.count({ where: { submissionKey: lastMessage } })) > 0
}

async function refuseOthers(force: boolean): Promise<void> {
  const others = await db.user.findMany({
    where: { emailKey: { notIn: members.map(emailOf) } },
    select: { usernameKey: true },
  })
  if (others.length === 0) return
  if (env.NODE_ENV === 'production')
    throw new SeedError(
      `This community has ${others.length} members of its own: in production it is never seeded.`,
    )
  if (!force)
    throw new SeedError(
      `The database holds ${others.length} other members: add --force to seed among them, or set DATA_DIR or DATABASE_URL to another database.`,
    )
  const taken = members.filter((member) => others.some((other) => other.usernameKey === member.username))
  if (taken.length > 0)
    throw new SeedError(
      `Other members have these names already: ${taken.map((member) => member.username).join(', ')}. Nothing was changed.`,
    )
}

async function makeMembers(now: number): Promise<Map<string, Viewer>> {
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

async function makeFollows(viewers: Map<string, Viewer>, now: number): Promise<void> {
  let hours = 0
  for (const member of members) {
    const viewer = named(viewers, member.username)
    for (const username of member.follows) {
      const { id } = await follow(viewer, username)
      const where = { followerId_followedId: { followerId: viewer.id, followedId: id } }
      const createdAt = new Date(now - 30 * day + hours++ * 7 * 3_600_000)
      await transaction((tx) => tx.follow.update({ where, data: { createdAt } }))
    }
  }
}

/** @returns their ids, by their numbers */
async function makePosts(viewers: Map<string, Viewer>, now: number): Promise<number[]> {
  const ids: number[] = []
  for (const [index, [author, body]] of posts.entries()) {
    const viewer = named(viewers, author)
    const answered = answeredBy(index)
    const replyTo = answered === undefined ? undefined : ids[answered]
    const { id } = await createPost(viewer, { body, submission: submissionOf(index), replyTo })
    ids.push(id)
    const createdAt = new Date(now - ageOf(index))
    const { place } = searchRow({ id, authorId: viewer.id, body, createdAt })
    await transaction(async (tx) => {
      await tx.post.update({ where: { id }, data: { createdAt, search: { update: { place } } } })
      await tx.postTag.updateMany({ where: { postId: id }, data: { createdAt } })
    })
  }
  return ids
}

/** Milliseconds since a post: four weeks for the first, minutes for the last, and the closer the denser. */
function ageOf(index: number): number {
  const left = (posts.length - index) / posts.length
  return 28 * day * left ** 1.7 + ((index * 37) % 60) * 1000
}

function named(viewers: Map<string, Viewer>, username: string): Viewer {
  const viewer = viewers.get(username)
  if (!viewer) throw new Error(`Nobody in the seed is called ${username}.`)
  return viewer
}
