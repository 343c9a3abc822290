import { db, engine, Prisma } from '../db/db'
import type { Page } from '../page'
import { toPostViews } from '../posts/queries'
import { type PostRow, type PostView, postColumns } from '../posts/view'
import { endOfPlaces, placeBefore, placeOf } from '../text/search-row'
import { findUsersByName } from '../users/queries'
import { type SummaryRow, toUserSummary, userColumns } from '../users/summary'
import type { UserInList } from '../users/view'
import type { Viewer } from '../viewer'
import { isVisibleTo } from '../visibility/queries'
import { type SearchCriteria, type SearchWindow, toSearchCriteria } from './criteria'
import { beyondSql, farSql, nearSql } from './index.postgresql'
import { searchSql } from './index.sqlite'
import { type Found, rank } from './rank'
import { isSearchable, plainWords, type SearchCursor, type SearchQuery } from './schema'

/** As many of the newest posts that match are put in order of relevance. */
const candidates = 500
/** Members shown above the posts. */
const people = 3

/**
 * One page of the posts that match, for a viewer who may be a guest: nothing deleted, and nobody whom they do not meet.
 * `older` and `newer` are query strings that say the whole search again.
 */
export async function searchPosts(
  viewer: Viewer | null,
  query: SearchQuery,
  position: SearchCursor,
  size: number,
): Promise<Page<PostView>> {
  if (!isSearchable(query)) return { items: [], older: null, newer: null }
  const matching = toSearchCriteria(query, await authorIds(query))
  const shown = isVisibleTo(viewer, Prisma.sql`s.written_by`)
  const from = query.since ? placeOf(query.since) : 0n
  const to = query.until ? placeBefore(query.until) : endOfPlaces
  if (position.sort === 'relevance') {
    const found = await find(matching, { from, to, ascending: false, take: candidates, shown })
    const start = (position.page - 1) * size
    const shownNow = rank(query, found).slice(start, start + size)
    return {
      items: await viewsOf(viewer, shownNow),
      older: found.length > start + size ? link(query, { page: String(position.page + 1) }) : null,
      newer:
        position.page > 1 ? link(query, position.page > 2 ? { page: String(position.page - 1) } : {}) : null,
    }
  }
  return newestPage(viewer, query, position, size, (take) =>
    find(matching, within(position, { from, to, take, shown })),
  )
}

type Newest = Extract<SearchCursor, { sort: 'newest' }>

function within({ place, direction }: Newest, reach: Omit<SearchWindow, 'ascending'>): SearchWindow {
  if (place === null) return { ...reach, ascending: false }
  if (direction === 'newer')
    return { ...reach, from: place >= reach.from ? place + 1n : reach.from, ascending: true }
  return { ...reach, to: place < reach.to ? place : reach.to, ascending: false }
}

async function newestPage(
  viewer: Viewer | null,
  query: SearchQuery,
  { place, direction }: Newest,
  size: number,
  read: (take: number) => Promise<Found[]>,
): Promise<Page<PostView>> {
  const found = await read(size + 1)
  const more = found.length > size
  const page = found.slice(0, size)
  const back = direction === 'newer' && place !== null
  if (back) page.reverse()
  const [first, last] = [page[0], page.at(-1)]
  const at = (name: string, row: Found | undefined) =>
    link(query, row ? { sort: 'newest', [name]: String(row.place) } : { sort: 'newest' })
  return {
    items: await viewsOf(viewer, page),
    older: back || more ? at('before', last) : null,
    newer: (back ? more : place !== null) ? at('after', first) : null,
  }
}

const link = ({ text }: SearchQuery, more: Record<string, string>): string =>
  `?${new URLSearchParams({ q: text, ...more })}`

/** Members named in the query; who is not there has written nothing. */
async function authorIds({ wanted, unwanted }: SearchQuery): Promise<Map<string, number>> {
  const names = [...wanted, ...unwanted].flatMap((term) => (term.kind === 'from' ? [term.username] : []))
  const rows = await findUsersByName([...new Set(names)])
  return new Map(rows.map(({ id, usernameKey }) => [usernameKey, id]))
}

/** The newest posts that match, or the oldest when the walk goes up, in the order of the walk. */
async function find(matching: SearchCriteria, reach: SearchWindow): Promise<Found[]> {
  if (engine === 'sqlite') return read(searchSql(matching, reach))
  const near = await read(nearSql(matching, reach))
  if (near.length >= reach.take || (await db.$queryRaw<unknown[]>(beyondSql(reach))).length === 0) return near
  return read(farSql(matching, reach))
}

async function read(sql: Prisma.Sql): Promise<Found[]> {
  const rows = await db.$queryRaw<{ postId: number; place: bigint | number | string; tokens: string }[]>(sql)
  return rows.map(({ postId, place, tokens }) => ({ postId, place: BigInt(place), tokens }))
}

/** The posts as they are now, in the order found. */
async function viewsOf(viewer: Viewer | null, found: Found[]): Promise<PostView[]> {
  if (found.length === 0) return []
  const rows = await db.$queryRaw<PostRow[]>`
    SELECT ${postColumns(viewer)} FROM posts p JOIN users u ON u.id = p.author_id
    WHERE p.id IN (${Prisma.join(found.map(({ postId }) => postId))}) AND p.deleted_at IS NULL`
  const byId = new Map(rows.map((row) => [row.id, row]))
  return toPostViews(
    viewer,
    found.flatMap(({ postId }) => byId.get(postId) ?? []),
  )
}

type PersonRow = SummaryRow & { aboutMe: string; followed: number | bigint }

/**
 * Members whose username or display name has a word beginning with each word of the query; best known first, and in
 * front of them the one whose username it is. Only for a query of plain words.
 */
export async function searchPeople(viewer: Viewer | null, query: SearchQuery): Promise<UserInList[]> {
  const words = plainWords(query).flatMap(({ tokens }) => tokens)
  const plain = words.length > 0 && plainWords(query).length === query.wanted.length
  if (!plain || query.unwanted.length > 0 || query.since || query.until) return []
  // Tokens hold none of LIKE's signs.
  const named = words.map((word) => Prisma.sql`us.tokens LIKE ${`% ${word}%`}`)
  const whole = query.text.replace(/^@/, '').toLowerCase()
  const rows = await db.$queryRaw<PersonRow[]>`
    SELECT ${userColumns}, u.about_me AS "aboutMe",
      (SELECT COUNT(*) FROM follows f WHERE f.follower_id = ${viewer?.id ?? 0} AND f.followed_id = u.id) AS followed
    FROM user_search us JOIN users u ON u.id = us.user_id
    WHERE ${Prisma.join(named, ' AND ')} AND ${isVisibleTo(viewer, Prisma.sql`u.id`)}
    ORDER BY CASE WHEN u.username_key = ${whole} THEN 0 ELSE 1 END, u.follower_count DESC, u.id LIMIT ${people}`
  return rows.map((row) => ({
    ...toUserSummary(row),
    aboutMe: row.aboutMe,
    followedByViewer: viewer && viewer.id !== row.id ? Number(row.followed) > 0 : null,
  }))
}

/** Names in the query that no member has. */
export async function unknownAuthors(query: SearchQuery): Promise<string[]> {
  const known = await authorIds(query)
  return [...query.wanted, ...query.unwanted].flatMap((term) =>
    term.kind === 'from' && !known.has(term.username) ? [term.username] : [],
  )
}

/** The searches that a member keeps, in the order in which they were kept. */
export async function listSavedSearches(viewer: Viewer): Promise<string[]> {
  const rows = await db.savedSearch.findMany({
    where: { userId: viewer.id },
    orderBy: { id: 'asc' },
    select: { query: true },
  })
  return rows.map(({ query }) => query)
}
