/** What a growth database contains. The same size creates the same rows on both engines. */
export type GrowthSize = {
  posts: number
  members: number
  /** How many members the three kinds of readers follow, in ascending order. */
  follows: readonly [number, number, number]
  seed: number
}

/** The size of a database for the benchmark: one member per 100 posts, but enough to follow 5,000 of them. */
export function growthSize(posts: number): GrowthSize {
  return { posts, members: Math.max(10_000, Math.floor(posts / 100)), follows: [50, 500, 5000], seed: 1 }
}

/** How many members follow the most others. */
export const manyFollowers = 20

/** The ids of members that follow as many others as the kind of readers: 0 for the fewest, 2 for the most. */
export function readerIds({ members }: GrowthSize, kind: 0 | 1 | 2, count: number): number[] {
  const id = (at: number) => (kind === 0 ? 50 * at + 25 : kind === 1 ? 500 * at + 250 : members - at)
  return Array.from({ length: count }, (_, at) => id(at)).filter(
    (id) => kind === 2 || id <= members - manyFollowers,
  )
}

/** Authors with a tenth of all posts each. */
export const largestAuthors = 3

/** The root of the conversation with the most replies. The first and the last member have the most messages. */
export const hotRoot = 1

/** Tags by falling frequency, and one with about 30 posts at every size. */
export const tagCount = 2000
export const commonTag = 'topic0'
export const rareTag = 'rarity'

// Fixed, so that a size has the same rows every day, and in the past, so that new posts are the newest.
export const firstPost = Date.UTC(2025, 0, 1)
const period = 365 * 86_400_000

/** Milliseconds between two posts. */
export function stepOf({ posts }: GrowthSize): number {
  return Math.floor(period / posts)
}

/** From this time on everything is unread: a week. */
export const unreadSince = firstPost + period - 7 * 86_400_000
