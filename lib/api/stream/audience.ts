import { db } from '../../db/db'
import type { Position } from '../../events/position'
import { hiddenUserIds } from '../../visibility/queries'

/** Whose posts concern a member: `home` for their home feed, never those of `hidden` members. */
export type Audience = { home: Set<number>; hidden: Set<number> }

export async function loadAudience(userId: number): Promise<Audience> {
  const [followed, hidden] = await Promise.all([
    db.follow.findMany({ where: { followerId: userId }, select: { followedId: true } }),
    db.$queryRaw<Record<string, number>[]>(hiddenUserIds(userId)),
  ])
  return {
    home: new Set([userId, ...followed.map((row) => row.followedId)]),
    hidden: new Set(hidden.flatMap((row) => Object.values(row))),
  }
}

/** A post that was just published, or is told of later. */
export type PostNews = { id: number; authorId: number; rootId: number | null }

/** The most posts that somebody who was away is told of one by one. */
export const maxMissed = 200

/** The posts after a position in the order of their ids, up to one more than `maxMissed`. */
export async function postsAfter({ post, open }: Position): Promise<PostNews[]> {
  return db.post.findMany({
    where: { deletedAt: null, OR: [{ id: { gt: post } }, { id: { in: open } }] },
    orderBy: { id: 'asc' },
    take: maxMissed + 1,
    select: { id: true, authorId: true, rootId: true },
  })
}
