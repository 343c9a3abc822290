/** The contents of a growth database. Deterministic: the same size creates the same rows on both engines. */
export type GrowthSize = {
  posts: number
  members: number
  /** How many members the three kinds of readers follow, in ascending order. */
  follows: readonly [number, number, number]
  seed: number
}

/** The size of a benchmark database: one member per 100 posts, but at least 10,000 so that some can follow 5,000. */
export function growthSize(posts: number): GrowthSize {
  return { posts, members: Math.max(10_000, Math.floor(posts / 100)), follows: [50, 500, 5000], seed: 1 }
}

/** Number of members who follow `follows[2]` others. */
export const manyFollowers = 20

/** Ids of readers of one kind. @param kind index into `follows` */
export function readerIds({ members }: GrowthSize, kind: 0 | 1 | 2, count: number): number[] {
  const id = (at: number) => (kind === 0 ? 50 * at + 25 : kind === 1 ? 500 * at + 250 : members - at)
  return Array.from({ length: count }, (_, at) => id(at)).filter(
    (id) => kind === 2 || id <= members - manyFollowers,
  )
}

/** Number of authors with a tenth of all posts each. */
export const largestAuthors = 3

/** Id of the root of the longest conversation. */
export const hotRoot = 1

/** Number of tags, `topic0` being the most frequent. `rareTag` has about 30 posts at every size. */
export const tagCount = 2000
export const commonTag = 'topic0'
export const rareTag = 'rarity'

// A fixed date makes the rows reproducible. It is in the past, so that posts created later are the newest.
export const firstPost = Date.UTC(2025, 0, 1)
const period = 365 * 86_400_000

/** Milliseconds between consecutive posts. */
export function stepOf({ posts }: GrowthSize): number {
  return Math.floor(period / posts)
}

/** Messages and notifications of the last week, from this time on, are unread. */
export const unreadSince = firstPost + period - 7 * 86_400_000
