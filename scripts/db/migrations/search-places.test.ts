import { expect, test } from 'vitest'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { searchRow } from '../../../lib/text/search-row'
import { downgradeDatabase } from './downgrade'
import { checkDatabase } from './drift'
import { upgradeDatabase } from './upgrade'

const database = emptyDatabase()

const former = 22n
const placeIn = (bits: bigint, { id, at }: { id: number; at: number }) =>
  (BigInt(at) << bits) + (BigInt(id) & ((1n << bits) - 1n))

// Ids on both sides of 2^20 and 2^22, two posts of the same millisecond, 1970, and the maximum time of the former
// layout.
const posts = [
  { id: 1, at: 0 },
  { id: 2, at: Date.UTC(2024, 0, 1) },
  { id: 3, at: Date.UTC(2026, 10, 26, 1, 2, 3, 456) },
  { id: 4, at: Date.UTC(2026, 10, 26, 1, 2, 3, 456) },
  { id: 2 ** 20 + 5, at: Date.UTC(2026, 10, 26, 1, 2, 3, 457) },
  { id: 2 ** 22 + 6, at: 2 ** 41 - 1 },
]

async function fill(posts: { id: number; at: number }[], bits: bigint) {
  const values = posts.map((post) => `(${post.id}, 1, ${placeIn(bits, post)}, ' heron n${post.id} @1 ')`)
  const rows = posts.map(({ id, at }) => `(${id}, 1, 'heron n${id}', '${new Date(at).toISOString()}')`)
  await database.execute(`
    INSERT INTO users (id, username, username_key, email, email_key) VALUES (1, 'ann', 'ann', 'a@b.cd', 'a@b.cd');
    INSERT INTO posts (id, author_id, body, created_at) VALUES ${rows.join(', ')}, (9, 1, 'waits', '2026-01-01');
    INSERT INTO post_search (post_id, written_by, place, tokens) VALUES ${values.join(', ')}, (9, 1, -9, '');`)
}

const places = async () => {
  const rows = await database.query(
    'SELECT post_id AS id, CAST(place AS TEXT) AS at FROM post_search ORDER BY place',
  )
  return rows.map(({ id, at }) => [Number(id), at])
}

/** The sort keys that the full-text index finds for a token. */
async function indexed(token: string) {
  const sql =
    engine === 'sqlite'
      ? `SELECT CAST(rowid AS TEXT) AS found FROM post_fts WHERE post_fts MATCH '"${token}"' ORDER BY rowid`
      : `SELECT place AS found FROM post_search WHERE array_to_tsvector(string_to_array(btrim(tokens), ' ')) @@ '${token}'
         ORDER BY place`
  return (await database.query(sql)).map(({ found }) => String(found))
}

test('the migration rewrites all sort keys and the index, and the down migration restores them', async () => {
  await upgradeDatabase(database.url, { to: 'search' })
  await fill(posts, former)
  const before = await places()
  expect(await upgradeDatabase(database.url)).toContain('20261126033000_search_places')
  const wanted = posts.map(({ id, at }) =>
    String(searchRow({ id, authorId: 1, body: '', createdAt: new Date(at) }).sortKey),
  )
  expect(await places()).toEqual([[9, '-9'], ...posts.map(({ id }, n) => [id, wanted[n]])])
  expect([await indexed('heron'), await indexed('n3')]).toEqual([wanted, [wanted[2]]])
  expect(await checkDatabase(database.url)).toEqual([])

  await downgradeDatabase(database.url, { to: 'search' })
  expect(await places()).toEqual(before)
  expect(await indexed('heron')).toEqual(posts.map((post) => String(placeIn(former, post))))
})

test('the down migration keeps rows whose times exceed the range of the former sort keys', async () => {
  await upgradeDatabase(database.url, { to: 'search_places' })
  const late = posts.map(({ id, at }) => ({ id, at: at + Date.UTC(2100, 0, 1) }))
  await fill(late, 20n)
  await downgradeDatabase(database.url, { to: 'search' })
  const atTheEnd = late.map(({ id }) => String(placeIn(former, { id, at: 2 ** 41 - 1 }))).sort()
  expect([(await places()).length, await indexed('heron')]).toEqual([7, atTheEnd])
})
