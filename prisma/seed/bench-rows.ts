import { findAnnotations } from '../../lib/text/parse-body'
import { searchRow, userTokens } from '../../lib/text/search-row'
import { aboutMe, displayName, postBody } from './bench-text'
import type { BenchSize } from './flags'
import type { Random } from './random'
import { type Cell, formatTime, type Table } from './row-writer'

/** The password of every member of a benchmark database; it satisfies our own rules. */
export const benchPassword = 'walnut-harbour-lantern-31'

export const tables = {
  users: {
    name: 'users',
    columns: {
      id: 'int',
      username: 'text',
      username_key: 'text',
      display_name: 'text',
      email: 'text',
      email_key: 'text',
      password_hash: 'text',
      about_me: 'text',
      created_at: 'timestamp',
      last_seen_at: 'timestamp',
    },
  },
  follows: { name: 'follows', columns: { follower_id: 'int', followed_id: 'int', created_at: 'timestamp' } },
  posts: { name: 'posts', columns: { id: 'int', author_id: 'int', body: 'text', created_at: 'timestamp' } },
  mentions: { name: 'mentions', columns: { post_id: 'int', user_id: 'int' } },
  search: {
    name: 'post_search',
    columns: { post_id: 'int', written_by: 'int', place: 'bigint', tokens: 'text' },
  },
  userSearch: { name: 'user_search', columns: { user_id: 'int', tokens: 'text' } },
  tags: { name: 'post_tags', columns: { tag: 'text', post_id: 'int', created_at: 'timestamp' } },
} satisfies Record<string, Table>

// Fixed, so that the same seed creates the same rows every day, and in the past, so that new posts are the newest.
const opening = Date.UTC(2024, 11, 1)
const firstPost = Date.UTC(2025, 0, 1)
const end = Date.UTC(2026, 0, 1)

/** Members bench1 to benchN with ids 1 to N. */
export function* userRows(size: BenchSize, random: Random, passwordHash: string): Generator<Cell[]> {
  for (let id = 1; id <= size.users; id++) {
    const name = `bench${id}`
    const email = `${name}@example.org`
    const joined = formatTime(opening + random.below(firstPost - opening))
    const seen = formatTime(end - random.below(7 * 24 * 3_600_000))
    yield [id, name, name, displayName(random), email, email, passwordHash, aboutMe(random), joined, seen]
  }
}

/** The search rows of these members. */
export function userSearchRows(users: Cell[][]): Cell[][] {
  return users.map(([id = 0, username, , displayName]) => [
    id,
    userTokens({ username: String(username), displayName: String(displayName) }),
  ])
}

/** Every member follows the same number of random others. */
export function* followRows(size: BenchSize, random: Random): Generator<Cell[]> {
  for (let follower = 1; follower <= size.users; follower++) {
    const followed = new Set<number>()
    while (followed.size < size.follows) {
      const id = 1 + random.below(size.users)
      if (id !== follower) followed.add(id)
    }
    for (const id of followed) yield [follower, id, formatTime(opening + random.below(firstPost - opening))]
  }
}

export type WrittenPost = { post: Cell[]; mentions: Cell[][]; tags: Cell[][]; search: Cell[] }

/** Posts in chronological order by random authors, with the mentions, tags and search rows of their bodies. */
export function* writtenPosts(size: BenchSize, random: Random): Generator<WrittenPost> {
  const step = (end - firstPost) / Math.max(1, size.posts)
  for (let id = 1; id <= size.posts; id++) {
    const at = formatTime(Math.floor(firstPost + (id - 1 + random.next()) * step))
    const author = 1 + random.below(size.users)
    const body = postBody(random, size.users)
    const annotations = findAnnotations(body)
    yield {
      post: [id, author, body, at],
      mentions: annotations.usernames.map((name) => [id, Number(name.slice('bench'.length))]),
      tags: annotations.tags.map((tag) => [tag, id, at]),
      search: searchCells(searchRow({ id, authorId: author, body, createdAt: new Date(at) }, annotations)),
    }
  }
}

const searchCells = ({ postId, authorId, sortKey, tokens }: ReturnType<typeof searchRow>): Cell[] => [
  postId,
  authorId,
  String(sortKey),
  tokens,
]
