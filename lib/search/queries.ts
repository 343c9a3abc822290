import { LRUCache } from 'lru-cache'
import { db, engine, Prisma } from '../db/db'
import type { Page } from '../page'
import { toPostViews } from '../posts/queries'
import { type PostRow, type PostView, postColumns } from '../posts/view'
import { sortByRelevance } from '../text/relevance'
import { lowestSortKey, sortKeyLimit, sortKeyLimitBefore } from '../text/search-row'
import { findUsersByName } from '../users/queries'
import { type SummaryRow, toUserSummary, userColumns } from '../users/summary'
import type { UserInList } from '../users/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'
import { type SearchMatch, type SearchWindow, toSearchCriteria } from './criteria'
import * as postgresql from './index.postgresql'
import * as sqlite from './index.sqlite'
import { isSearchable, requiredPhrases, type SearchQuery } from './parse-query'
import type { SearchCursor } from './schema'

const { findMatches, namesMatch } = engine === 'sqlite' ? sqlite : postgresql

/** How many of the newest matches are sorted by relevance. */
const maxRanked = 500
/** Users shown above the posts. */
const maxPeople = 3

/**
 * One page of the posts that match a query and that the viewer may see.
 * @param viewer null for a guest
 * @param pageSize posts of a page
 * @returns `older` and `newer` contain the query too
 */
export async function searchPosts(
  viewer: Viewer | null,
  query: SearchQuery,
  cursor: SearchCursor,
  pageSize: number,
): Promise<Page<PostView>> {
  if (!isSearchable(query)) return { items: [], older: null, newer: null }
  const { postIds, older, newer } =
    cursor.sort === 'relevance'
      ? await relevancePage(viewer, query, cursor, pageSize)
      : await newestPage(viewer, query, cursor, pageSize)
  return { items: await readPosts(viewer, postIds), older, newer }
}

type MatchPage = { postIds: number[]; older: string | null; newer: string | null }
type RelevanceCursor = Extract<SearchCursor, { sort: 'relevance' }>
type NewestCursor = Extract<SearchCursor, { sort: 'newest' }>

/** Finds the matches that the viewer may see, newest first. */
async function find(
  viewer: Viewer | null,
  query: SearchQuery,
  limit: number,
  narrow = (window: SearchWindow) => window,
): Promise<SearchMatch[]> {
  const window: SearchWindow = {
    from: query.since ? lowestSortKey(query.since) : 0n,
    to: query.until ? sortKeyLimitBefore(query.until) : sortKeyLimit,
    ascending: false,
    limit,
    visible: isVisibleTo(viewer, Prisma.sql`s.written_by`),
  }
  return findMatches(toSearchCriteria(query, await findAuthorIds(query)), narrow(window))
}

/** Maximum entries of the cache: at most 500 ids each, together about 1 MB. */
const maxSearches = 200
/** Milliseconds. */
const lifetime = 60_000

// Pages and handlers are separate bundles with a copy of this module each.
const shared = globalThis as { roostRankedPosts?: LRUCache<string, number[]> }
shared.roostRankedPosts ??= new LRUCache({ max: maxSearches, ttl: lifetime })
const kept = shared.roostRankedPosts

const keyOf = (viewer: Viewer | null, { text }: SearchQuery) => `${viewer?.id ?? 0} ${text}`

/**
 * The ids of the posts that match a query, the most relevant first. The first page finds and ranks them; later pages
 * continue its list for a minute, so that they neither repeat the work nor skip or repeat posts. The caller must check
 * again that the viewer may see the posts.
 * @param page from 1
 * @param rank finds and ranks the posts
 */
async function rankedPosts(
  viewer: Viewer | null,
  query: SearchQuery,
  page: number,
  rank: () => Promise<number[]>,
): Promise<number[]> {
  const key = keyOf(viewer, query)
  const known = page > 1 ? kept.get(key) : undefined
  if (known) return known
  const ids = await rank()
  kept.set(key, ids)
  return ids
}

async function relevancePage(
  viewer: Viewer | null,
  query: SearchQuery,
  { page }: RelevanceCursor,
  pageSize: number,
): Promise<MatchPage> {
  const ids = await rankedPosts(viewer, query, page, async () => {
    const found = await find(viewer, query, maxRanked)
    return sortByRelevance(requiredPhrases(query), found).map(({ postId }) => postId)
  })
  const end = page * pageSize
  return {
    postIds: ids.slice(end - pageSize, end),
    older: ids.length > end ? searchParams(query, { page: String(page + 1) }) : null,
    // The first page has no number.
    newer: page > 1 ? searchParams(query, page > 2 ? { page: String(page - 1) } : {}) : null,
  }
}

/** Narrows a window to the matches after the cursor, nearest first. */
function pageWindow({ sortKey, direction }: NewestCursor, window: SearchWindow): SearchWindow {
  if (sortKey === null) return window
  if (direction === 'newer')
    return { ...window, from: sortKey >= window.from ? sortKey + 1n : window.from, ascending: true }
  return { ...window, to: sortKey < window.to ? sortKey : window.to }
}

async function newestPage(
  viewer: Viewer | null,
  query: SearchQuery,
  cursor: NewestCursor,
  pageSize: number,
): Promise<MatchPage> {
  const { sortKey, direction } = cursor
  // From the cursor on, nearest first.
  const found = await find(viewer, query, pageSize + 1, (window) => pageWindow(cursor, window))
  const more = found.length > pageSize
  const matches = found.slice(0, pageSize)
  const backwards = direction === 'newer' && sortKey !== null
  if (backwards) matches.reverse()
  const link = (param: 'before' | 'after', match: SearchMatch | undefined) =>
    searchParams(query, {
      sort: 'newest',
      ...(match && { [param]: String(match.sortKey) }),
    })
  return {
    postIds: matches.map(({ postId }) => postId),
    older: backwards || more ? link('before', matches.at(-1)) : null,
    newer: (backwards ? more : sortKey !== null) ? link('after', matches[0]) : null,
  }
}

const searchParams = ({ text }: SearchQuery, params: Record<string, string>): string =>
  `?${new URLSearchParams({ q: text, ...params })}`

/** The ids of the authors in a query, by username. Unknown names are missing. */
async function findAuthorIds({ required, excluded }: SearchQuery): Promise<Map<string, number>> {
  const names = [...required, ...excluded].flatMap((term) => (term.kind === 'author' ? [term.username] : []))
  const rows = await findUsersByName([...new Set(names)])
  return new Map(rows.map(({ id, usernameKey }) => [usernameKey, id]))
}

/** Reads posts in the order of their ids. Those deleted or hidden since then are missing. */
async function readPosts(viewer: Viewer | null, ids: number[]): Promise<PostView[]> {
  if (ids.length === 0) return []
  const rows = await db.$queryRaw<PostRow[]>`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.id IN (${Prisma.join(ids)}) AND p.deleted_at IS NULL AND ${isVisibleTo(viewer, Prisma.sql`p.author_id`)}`
  const byId = new Map(rows.map((row) => [row.id, row]))
  return toPostViews(
    viewer,
    ids.flatMap((id) => byId.get(id) ?? []),
  )
}

type PersonRow = SummaryRow & { aboutMe: string; followed: number | bigint }

/**
 * Users whose username or display name has a word with the prefix of each word of the query. An exact username comes
 * first, then the users with the most followers. A query with operators or exclusions matches nobody.
 * @returns at most three
 */
export async function searchPeople(viewer: Viewer | null, query: SearchQuery): Promise<UserInList[]> {
  const phrases = requiredPhrases(query)
  const plain = phrases.length > 0 && phrases.length === query.required.length
  if (!plain || query.excluded.length > 0 || query.since || query.until) return []
  const prefixes = phrases.flatMap(({ tokens }) => tokens)
  const username = query.text.replace(/^@/, '').toLowerCase()
  const rows = await db.$queryRaw<PersonRow[]>(peopleSql(viewer, prefixes, username))
  return rows.map((row) => ({
    ...toUserSummary(row),
    aboutMe: row.aboutMe,
    followedByViewer: viewer && viewer.id !== row.id ? Number(row.followed) > 0 : null,
  }))
}

/** The SQL of `searchPeople`. Exported so that a test can check its query plan. */
export function peopleSql(viewer: Viewer | null, prefixes: string[], username: string): Prisma.Sql {
  return Prisma.sql`
    SELECT ${userColumns}, u.about_me AS "aboutMe",
      (SELECT COUNT(*) FROM follows f WHERE f.follower_id = ${viewer?.id ?? 0} AND f.followed_id = u.id) AS followed
    FROM user_search us JOIN users u ON u.id = us.user_id
    WHERE ${namesMatch(prefixes)} AND ${isVisibleTo(viewer, Prisma.sql`u.id`)}
    ORDER BY CASE WHEN u.username_key = ${username} THEN 0 ELSE 1 END, u.follower_count DESC, u.id LIMIT ${maxPeople}`
}

/** The names after `from:` that no user has. */
export async function unknownAuthors(query: SearchQuery): Promise<string[]> {
  const ids = await findAuthorIds(query)
  return [...query.required, ...query.excluded].flatMap((term) =>
    term.kind === 'author' && !ids.has(term.username) ? [term.username] : [],
  )
}

/** The saved searches of the viewer, oldest first. */
export async function listSavedSearches(viewer: Viewer): Promise<string[]> {
  const rows = await db.savedSearch.findMany({
    where: { userId: viewer.id },
    orderBy: { id: 'asc' },
    select: { query: true },
  })
  return rows.map(({ query }) => query)
}
