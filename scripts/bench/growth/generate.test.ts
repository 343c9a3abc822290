import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { openConnection, withConnection } from '../../../lib/db/connection'
import { db, engine, Prisma } from '../../../lib/db/db'
import { databaseUrl } from '../../../lib/env'
import { parseQuery } from '../../../lib/search/parse-query'
import { searchPosts } from '../../../lib/search/queries'
import { aUser, viewerOf } from '../../../lib/testing/factories'
import { searchRow, userTokens } from '../../../lib/text/search-row'
import { generateGrowth } from './generate'
import { commonTag, type GrowthSize, hotRoot, rareTag, readerIds } from './size'

const small: GrowthSize = { posts: 3000, members: 1200, follows: [20, 100, 400], seed: 1 }
const generate = (size = small) => generateGrowth(databaseUrl, size)
const count = async (sql: string) =>
  Number((await db.$queryRaw<{ n: number | bigint }[]>(Prisma.raw(`SELECT COUNT(*) AS n FROM ${sql}`)))[0]?.n)

/** The definitions of all indexes and triggers. */
const objects = () =>
  withConnection(databaseUrl, (connection) =>
    connection.rows(
      engine === 'sqlite'
        ? "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY name"
        : "SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE schemaname = 'public' ORDER BY name",
    ),
  )

/** The number of dangling foreign keys. */
async function countViolations(): Promise<number> {
  const connection = await openConnection(databaseUrl)
  try {
    if (engine === 'sqlite') return (await connection.rows('PRAGMA foreign_key_check')).length
    const keys = await connection.rows<{ child: string; column: string; parent: string }>(
      `SELECT c.conrelid::regclass::text AS child, a.attname AS "column", c.confrelid::regclass::text AS parent
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'`,
    )
    expect(keys.length).toBeGreaterThan(20)
    let violations = 0
    for (const { child, column, parent } of keys)
      violations += await count(
        `${child} c WHERE c.${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE p.${parent === 'signal_clocks' ? 'user_id' : 'id'} = c.${column})`,
      )
    return violations
  } finally {
    await connection.close()
  }
}

/** A digest of all posts and follows. */
async function digestRows(): Promise<string> {
  const posts = await db.post.findMany({ orderBy: { id: 'asc' } })
  const follows = await db.follow.findMany({ orderBy: [{ followerId: 'asc' }, { followedId: 'asc' }] })
  return createHash('sha256')
    .update(JSON.stringify([posts, follows]))
    .digest('hex')
    .slice(0, 16)
}

/** The digest for seed 1, on both engines. */
const digestOfSeed1 = 'cd7d410f460c3b78'

test('fills every table with valid rows and restores the indexes', async () => {
  const before = await objects()
  await generate()
  expect(await objects()).toEqual(before)
  expect(await countViolations()).toBe(0)
  for (const table of [
    'posts',
    'users',
    'post_search',
    'likes',
    'follows',
    'messages',
    'notification_actors',
  ])
    expect(await count(table)).toBeGreaterThan(250)
  // A new row gets an id after the generated ones.
  expect((await aUser()).id).toBe(small.members + 1)
})

test('stores counters that equal the counted rows', async () => {
  await generate()
  const wrong = [
    'users u WHERE post_count <> (SELECT COUNT(*) FROM posts WHERE author_id = u.id AND deleted_at IS NULL)',
    'users u WHERE follower_count <> (SELECT COUNT(*) FROM follows WHERE followed_id = u.id)',
    'users u WHERE following_count <> (SELECT COUNT(*) FROM follows WHERE follower_id = u.id)',
    'posts p WHERE reply_count <> (SELECT COUNT(*) FROM posts r WHERE r.reply_to_id = p.id AND r.deleted_at IS NULL)',
    'posts p WHERE like_count <> (SELECT COUNT(*) FROM likes WHERE post_id = p.id)',
    'conversations c WHERE last_message_id <> (SELECT MAX(id) FROM messages WHERE (sender_id = c.owner_id AND recipient_id = c.partner_id) OR (sender_id = c.partner_id AND recipient_id = c.owner_id))',
    'posts p WHERE reply_to_id IS NOT NULL AND root_id <> (SELECT COALESCE(parent.root_id, parent.id) FROM posts parent WHERE parent.id = p.reply_to_id)',
  ]
  for (const sql of wrong) expect([sql, await count(sql)]).toEqual([sql, 0])
  expect(await count('posts WHERE deleted_at IS NOT NULL')).toBeGreaterThan(0)
})

test('skews the distribution of authors, followers and tags', async () => {
  await generate()
  const largest = await db.user.findMany({ orderBy: { postCount: 'desc' }, take: 3 })
  for (const { id, postCount } of largest) {
    expect(id).toBeLessThanOrEqual(3)
    expect(postCount).toBeGreaterThan(small.posts * 0.08)
  }
  const [author] = await db.user.findMany({ orderBy: { followerCount: 'desc' }, take: 1 })
  expect([author?.id, Number(author?.followerCount) > small.members / 4]).toEqual([1, true])
  for (const kind of [0, 1, 2] as const)
    for (const id of readerIds(small, kind, 2))
      expect(await count(`follows WHERE follower_id = ${id}`)).toBe(small.follows[kind])
  expect(await count(`post_tags WHERE tag = '${commonTag}'`)).toBeGreaterThan(small.posts * 0.05)
  expect(await count(`post_tags WHERE tag = '${rareTag}'`)).toBe(30)
})

test('makes the conversation of hotRoot the longest', async () => {
  await generate({ ...small, posts: 20_000 })
  const roots = await db.post.groupBy({
    by: ['rootId'],
    where: { rootId: { not: null } },
    _count: true,
    orderBy: { _count: { rootId: 'desc' } },
    take: 1,
  })
  expect(roots[0]?.rootId).toBe(hotRoot)
})

test('writes the search rows that the product writes', async () => {
  await generate()
  const posts = await db.post.findMany({ where: { deletedAt: null }, include: { search: true, tags: true } })
  expect(posts.length).toBeGreaterThan(2900)
  for (const { search, tags, ...post } of posts) {
    const row = searchRow(post)
    expect(search).toEqual(row)
    expect(row.tokens.includes(` #${tags[0]?.tag} `)).toBe(tags.length === 1)
  }
  const user = await db.user.findUniqueOrThrow({ where: { id: 7 }, include: { search: true } })
  expect(user.search?.tokens).toBe(userTokens(user))
  const found = await searchPosts(
    await viewerOf(1),
    parseQuery(`#${rareTag}`),
    { sort: 'relevance', page: 1 },
    50,
  )
  expect(found.items.length).toBeGreaterThan(25)
})

test('creates the same rows for the same seed, on both engines', async () => {
  await generate()
  expect(await digestRows()).toBe(digestOfSeed1)
})

test('creates different rows with the same skew for another seed', async () => {
  await generate({ ...small, seed: 2 })
  expect(await db.post.count()).toBe(small.posts)
  expect(await db.post.count({ where: { authorId: 1 } })).toBeGreaterThan(small.posts * 0.08)
  expect(await digestRows()).not.toBe(digestOfSeed1)
})

test('rejects a non-empty database', async () => {
  await aUser()
  await expect(generate()).rejects.toThrow('must be empty')
  expect(await db.post.count()).toBe(0)
})
