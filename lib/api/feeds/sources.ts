import { env } from '../../env'
import { exploreFeed, profileFeed, tagFeed } from '../../feeds/queries'
import { profilePath } from '../../feeds/view'
import { type Page, parseCursor } from '../../page'
import type { PostView } from '../../posts/view'
import { isSearchable, parseQuery } from '../../search/parse-query'
import { searchPosts } from '../../search/queries'
import { searchCursorParams } from '../../search/schema'
import { normalizeTag } from '../../text/normalize-tag'
import { getUser } from '../../users/queries'
import { nameOf } from '../../users/view'
import type { Feed } from './feed'

const size = env.POSTS_PER_PAGE
const siteName = 'Roost'

/** The time of a feed without posts and without an author. */
const never = new Date(0)

type Listed = Pick<Feed, 'title' | 'path' | 'page'> & Partial<Feed>

/** Fills in what most feeds share. */
const feedOf = (feed: Listed, params: URLSearchParams): Feed => ({
  description: '',
  feedPath: `${feed.path}/feed`,
  query: '',
  pageQuery: cursorQuery(params),
  author: null,
  createdAt: never,
  ...feed,
})

const readCursor = (params: URLSearchParams) => parseCursor(Object.fromEntries(params))

/** The cursor of a request in its canonical form: unknown parameters are not part of the address of a page. */
function cursorQuery(params: URLSearchParams): string {
  const cursor = readCursor(params)
  if (!cursor) return ''
  return `?${cursor.direction === 'older' ? 'before' : 'after'}=${cursor.at.getTime()}-${cursor.id}`
}

/**
 * The posts and replies of a user, as guests see them.
 * @returns null when no user has that name
 */
export async function userFeed(username: string, params: URLSearchParams): Promise<Feed | null> {
  const author = await getUser(null, username)
  if (!author) return null
  const page = await profileFeed(null, author.id, readCursor(params), size)
  const { aboutMe: description, createdAt } = author
  const title = `${nameOf(author)} (@${author.username})`
  return feedOf(
    { title, description, path: profilePath(author.username, 'posts'), author, createdAt, page },
    params,
  )
}

/** The posts with a tag, in any spelling, as guests see them. */
export async function tagPostsFeed(name: string, params: URLSearchParams): Promise<Feed> {
  const tag = normalizeTag(name)
  const page = await tagFeed(null, tag, readCursor(params), size)
  return feedOf({ title: `#${tag} - ${siteName}`, path: `/tags/${encodeURIComponent(tag)}`, page }, params)
}

/** All posts, as guests see them. */
export async function allPostsFeed(params: URLSearchParams): Promise<Feed> {
  const page = await exploreFeed(null, readCursor(params), size)
  return feedOf({ title: siteName, path: '/explore', page }, params)
}

/**
 * The newest posts that a search finds for guests.
 * @returns null without a query that can be searched for
 */
export async function searchFeed(params: URLSearchParams): Promise<Feed | null> {
  const query = parseQuery(params.get('q') ?? '')
  if (!isSearchable(query)) return null
  const cursor = searchCursorParams.parse({ ...Object.fromEntries(params), sort: 'newest' })
  const page = withoutOrder(await searchPosts(null, query, cursor, size))
  const first = `?${new URLSearchParams({ q: query.text })}`
  const pageQuery =
    cursor.sort === 'newest' && cursor.sortKey !== null
      ? `${first}&${cursor.direction === 'older' ? 'before' : 'after'}=${cursor.sortKey}`
      : first
  const path = `/search${first}&sort=newest`
  return feedOf(
    { title: `${query.text} - ${siteName}`, path, feedPath: '/search/feed', query: first, pageQuery, page },
    params,
  )
}

/** Feeds are always ordered by time: their addresses need no `sort`. */
function withoutOrder({ items, older, newer }: Page<PostView>): Page<PostView> {
  const remove = (query: string | null) => query?.replace('&sort=newest', '') ?? null
  return { items, older: remove(older), newer: remove(newer) }
}
