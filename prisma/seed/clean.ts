import { db, Prisma, type Transaction, transaction } from '../../lib/db/db'
import { env } from '../../lib/env'
import { removePicture } from '../../lib/storage/pictures'
import { emailOf, members } from './community-members'
import { SeedError } from './flags'

type Member = { id: number; avatar: string | null }

/** As many members as one short transaction removes, so that a running server never waits long. */
const membersAtOnce = 50

/**
 * Removes the members that the seeds made, and with them whatever is theirs. Everybody else stays, with counters
 * that are right after each step; an interrupted run is finished by the next.
 * @throws SeedError in production, unless `yes` is set
 */
export async function cleanSeed({ yes }: { yes: boolean }): Promise<void> {
  const seeded = await seededMembers()
  if (seeded.length === 0) return console.log('Nobody here was made by the seed: nothing was changed.')
  if (env.NODE_ENV === 'production' && !yes)
    throw new SeedError(`This removes ${seeded.length} members and all they wrote: add --yes in production.`)
  const posts = await db.post.count()
  for (let from = 0; from < seeded.length; from += membersAtOnce)
    await remove(seeded.slice(from, from + membersAtOnce))
  const [left, postsLeft] = [await db.user.count(), await db.post.count()]
  console.log(
    `Removed ${seeded.length} members and ${posts - postsLeft} posts; ${left} other members were left alone.`,
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

async function remove(batch: Member[]): Promise<void> {
  const ids = batch.map(({ id }) => id)
  await transaction(async (tx) => {
    const neighbours = await neighboursOf(tx, ids)
    const touched = await touchedPosts(tx, ids)
    await tx.user.deleteMany({ where: { id: { in: ids } } })
    if (neighbours.length > 0) await recount(tx, neighbours)
    if (touched.length > 0) await recountPosts(tx, touched)
    await dropEmptyNotices(tx)
  })
  for (const { avatar } of batch) if (avatar) await removePicture(avatar)
}

/** Who follows one of them, or is followed by one. */
async function neighboursOf(tx: Transaction, ids: number[]): Promise<number[]> {
  const follows = await tx.follow.findMany({
    where: { OR: [{ followerId: { in: ids } }, { followedId: { in: ids } }] },
    select: { followerId: true, followedId: true },
  })
  const found = new Set(follows.flatMap(({ followerId, followedId }) => [followerId, followedId]))
  return [...found].filter((id) => !ids.includes(id))
}

/** The follows went with the members; the counters of who stays did not notice. */
const recount = (tx: Transaction, ids: number[]) => tx.$executeRaw`
  UPDATE users SET
    follower_count = (SELECT COUNT(*) FROM follows WHERE followed_id = users.id),
    following_count = (SELECT COUNT(*) FROM follows WHERE follower_id = users.id)
  WHERE id IN (${Prisma.join(ids)})`

/** Posts of others that one of them answered or liked. */
async function touchedPosts(tx: Transaction, ids: number[]): Promise<number[]> {
  const among = { in: ids }
  const posts = await tx.post.findMany({
    where: {
      authorId: { notIn: ids },
      OR: [{ replies: { some: { authorId: among } } }, { likes: { some: { userId: among } } }],
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

/** What only they did is no news any more. */
const dropEmptyNotices = (tx: Transaction) => tx.$executeRaw`
  DELETE FROM notifications WHERE kind <> 'export'
    AND NOT EXISTS (SELECT 1 FROM notification_actors a WHERE a.notification_id = notifications.id)`
