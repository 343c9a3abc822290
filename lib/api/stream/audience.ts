import { db } from '../../db/db'
import type { Position } from '../../events/position'
import { hiddenUserIds } from '../../visibility/queries'

/** Authors by user id: `home` has the authors in the user's home feed, `hidden` those who are blocked or muted. */
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

/** A new post, as streams announce it. */
export type NewPostEvent = { id: number; authorId: number; rootId: number | null }

/** Maximum number of posts to send after a reconnect. With more, the page loads the list again. */
export const maxMissed = 200

/**
 * The posts after a position without imported ones, which are old, in ascending order of their ids, at most one more
 * than `maxMissed`.
 */
export async function postsAfter({ post, gaps }: Position): Promise<NewPostEvent[]> {
  return db.post.findMany({
    where: { deletedAt: null, origin: null, OR: [{ id: { gt: post } }, { id: { in: gaps } }] },
    orderBy: { id: 'asc' },
    take: maxMissed + 1,
    select: { id: true, authorId: true, rootId: true },
  })
}
