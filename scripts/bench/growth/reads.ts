import { randomFrom } from '../../../prisma/seed/random'
import { viewersOf } from '../target'
import { commonTag, type GrowthSize, hotRoot, rareTag, readerIds } from './size'

/** A call of a query function with the arguments that a page uses. */
export type Read = { name: string; read: () => Promise<unknown> }

const pageSize = 25
const readers = 20

/** The reads to measure, on the database of this process. */
export async function growthReads(size: GrowthSize): Promise<Read[]> {
  const { exploreFeed, homeFeed, profileFeed, tagFeed } = await import('../../../lib/feeds/queries')
  const { getConversation } = await import('../../../lib/posts/queries')
  const { listNotifications, unreadNotifications } = await import('../../../lib/notifications/queries')
  const { threadPage } = await import('../../../lib/messages/queries')
  const { searchPeople, searchPosts } = await import('../../../lib/search/queries')
  const { parseQuery } = await import('../../../lib/search/parse-query')

  const random = randomFrom(7)
  const [few, some, many] = await Promise.all(
    ([0, 1, 2] as const).map((kind) => viewersOf(readerIds(size, kind, readers))),
  )
  const [largest, last] = await viewersOf([1, size.members])
  if (!few || !some || !many || !largest || !last) throw new Error('The database has no readers.')
  const middle = { ...(await middlePost(size)), direction: 'older' as const }
  const anyone = [...few, ...some]

  const search = (text: string) => {
    const [query, viewer] = [parseQuery(text), random.pick(few)]
    return Promise.all([
      searchPosts(viewer, query, { sort: 'relevance', page: 1 }, pageSize),
      searchPeople(viewer, query),
    ])
  }
  const [low, medium, high] = size.follows.map((count) => count.toLocaleString('en'))
  return [
    { name: `home, ${low} follows`, read: () => homeFeed(random.pick(few), null, pageSize) },
    { name: `home, ${medium} follows`, read: () => homeFeed(random.pick(some), null, pageSize) },
    { name: `home, ${high} follows`, read: () => homeFeed(random.pick(many), null, pageSize) },
    { name: `home, ${low} follows, older half`, read: () => homeFeed(random.pick(few), middle, pageSize) },
    { name: `home, ${high} follows, older half`, read: () => homeFeed(random.pick(many), middle, pageSize) },
    { name: 'profile, largest author', read: () => profileFeed(random.pick(anyone), 1, null, pageSize) },
    { name: 'explore', read: () => exploreFeed(random.pick(anyone), null, pageSize) },
    { name: 'tag, common', read: () => tagFeed(random.pick(anyone), commonTag, null, pageSize) },
    { name: 'tag, rare', read: () => tagFeed(random.pick(anyone), rareTag, null, pageSize) },
    { name: 'search, common word', read: () => search('garden') },
    { name: 'search, two words', read: () => search('garden river') },
    { name: 'search, common and rare word', read: () => search(`garden ${rareTag}`) },
    { name: 'search, rare word', read: () => search(rareTag) },
    { name: 'longest conversation', read: () => getConversation(random.pick(anyone), hotRoot, null) },
    { name: 'longest message thread', read: () => threadPage(largest, last.id, null, pageSize) },
    { name: 'notifications', read: () => listNotifications(largest, null, null, pageSize) },
    { name: 'unread notifications', read: () => unreadNotifications(largest) },
  ]
}

async function middlePost({ posts }: GrowthSize): Promise<{ at: Date; id: number }> {
  const { db } = await import('../../../lib/db/db')
  const { id, createdAt } = await db.post.findUniqueOrThrow({ where: { id: Math.floor(posts / 2) } })
  return { at: createdAt, id }
}
