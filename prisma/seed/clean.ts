import { db, Prisma, type Transaction, transaction } from '../../lib/db/db'
import { env } from '../../lib/env'
import { removePicture } from '../../lib/storage/pictures'
import { emailOf, members } from './community-members'
import { SeedError } from './flags'

type Member = { id: number; avatar: string | null }

/** Members per transaction; small, so that a running server does not wait long for the write lock. */
const batchSize = 50

/**
 * Deletes the members that a seed has created, with everything that belongs to them. Other members keep correct
 * counters after each transaction; an interrupted run is completed by the next one.
 * @throws SeedError in production, unless `yes` is set
 */
export async function cleanSeed({ yes }: { yes: boolean }): Promise<void> {
  const seeded = await seededMembers()
  if (seeded.length === 0) return console.log('There are no members of a seed: nothing was changed.')
  if (env.NODE_ENV === 'production' && !yes)
    throw new SeedError(`This deletes ${seeded.length} members and all their posts: add --yes in production.`)
  const posts = await db.post.count()
  for (let from = 0; from < seeded.length; from += batchSize)
    await deleteMembers(seeded.slice(from, from + batchSize))
  const [left, postsLeft] = [await db.user.count(), await db.post.count()]
  console.log(
    `Removed ${seeded.length} members and ${posts - postsLeft} posts; ${left} other members remain.`,
  )
}

async function seededMembers(): Promise<Member[]> {
  const rows = await db.user.findMany({
    where: {
      OR: [
        { emailKey: { in: members.map(emailOf) } },
        { emailKey: { startsWith: 'bench', endsWith: '@example.org' } },
      ],
    },
    select: { id: true, avatar: true, emailKey: true },
  })
  const community = new Set(members.map(emailOf))
  return rows.filter(({ emailKey }) => community.has(emailKey) || /^bench\d+@example\.org$/.test(emailKey))
}

async function deleteMembers(batch: Member[]): Promise<void> {
  const ids = batch.map(({ id }) => id)
  await transaction(async (tx) => {
    const connected = await findConnectedMembers(tx, ids)
    const posts = await findAffectedPosts(tx, ids)
    await tx.user.deleteMany({ where: { id: { in: ids } } })
    if (connected.length > 0) await recountFollows(tx, connected)
    if (posts.length > 0) await recountPosts(tx, posts)
    await deleteEmptyNotifications(tx)
  })
  for (const { avatar } of batch) if (avatar) await removePicture(avatar)
}

/** Other members who follow one of these, or are followed by one. */
async function findConnectedMembers(tx: Transaction, ids: number[]): Promise<number[]> {
  const follows = await tx.follow.findMany({
    where: { OR: [{ followerId: { in: ids } }, { followedId: { in: ids } }] },
    select: { followerId: true, followedId: true },
  })
  const found = new Set(follows.flatMap(({ followerId, followedId }) => [followerId, followedId]))
  return [...found].filter((id) => !ids.includes(id))
}

/** The foreign keys have deleted the follows, but not updated the counters of the other side. */
const recountFollows = (tx: Transaction, ids: number[]) => tx.$executeRaw`
  UPDATE users SET
    follower_count = (SELECT COUNT(*) FROM follows WHERE followed_id = users.id),
    following_count = (SELECT COUNT(*) FROM follows WHERE follower_id = users.id)
  WHERE id IN (${Prisma.join(ids)})`

/** Posts of other members that one of these has replied to or liked. */
async function findAffectedPosts(tx: Transaction, ids: number[]): Promise<number[]> {
  const deleted = { in: ids }
  const posts = await tx.post.findMany({
    where: {
      authorId: { notIn: ids },
      OR: [{ replies: { some: { authorId: deleted } } }, { likes: { some: { userId: deleted } } }],
    },
    select: { id: true },
  })
  return posts.map(({ id }) => id)
}

const recountPosts = (tx: Transaction, ids: number[]) => tx.$executeRaw`
  UPDATE posts SET
    reply_count = (SELECT COUNT(*) FROM posts r WHERE r.reply_to_id = posts.id AND r.deleted_at IS NULL),
    like_count = (SELECT COUNT(*) FROM likes l WHERE l.post_id = posts.id)
  WHERE id IN (${Prisma.join(ids)})`

/** Deletes the notifications that no remaining member has caused. */
const deleteEmptyNotifications = (tx: Transaction) => tx.$executeRaw`
  DELETE FROM notifications WHERE kind <> 'export'
    AND NOT EXISTS (SELECT 1 FROM notification_actors a WHERE a.notification_id = notifications.id)`
