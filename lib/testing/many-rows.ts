import { describeTables, type Kind } from '../../scripts/db/transfer/layout'
import { readSequences } from '../../scripts/db/transfer/sequences'
import { type Connection, quoteIdentifier, withConnection } from '../db/connection'

const users = 60
const posts = 1500

/**
 * Inserts rows into every table by plain SQL, more than a batch of the tools: times in milliseconds, texts in many
 * scripts, and deleted last ids.
 */
export async function fillWithManyRows(url: string): Promise<void> {
  await withConnection(url, async (connection) => {
    await connection.transaction('write', async () => {
      await connection.execute([...statements(), counters].join(';\n'))
      if (connection.engine === 'postgresql')
        for (const table of ['users', 'posts', 'sessions', 'accounts'])
          await connection.execute(`SELECT setval('${table}_id_seq', (SELECT MAX(id) FROM ${table}))`)
    })
    // Outside the transaction, in which SQLite does not cascade.
    await connection.execute(`DELETE FROM posts WHERE id = ${posts}`)
  })
}

const texts = [
  'Hello',
  `It''s "quoted"`,
  'two\r\nlines\tand \\x41',
  '漢字 かな',
  '👩‍👩‍👧 🐦',
  'שלום Ωμέγα',
  'ﷺ',
  '%s $1 ?',
]
const tags = ['10', '9', 'a', 'B', 'é', 'ß', 'ö', '漢字', '_', '😀']

const pick = (from: string[], index: number) => from[index % from.length]

/** Covers many milliseconds and all hours, also those that daylight saving time skips or repeats somewhere. */
const time = (index: number) =>
  `'${new Date(Date.UTC(2026, 2, 28) + index * 3_599_371).toISOString().replace('T', ' ').replace('Z', '')}'`

function* statements() {
  for (let id = 1; id <= users; id++)
    yield `INSERT INTO users (id, username, username_key, display_name, email, email_key, email_verified, about_me, created_at, last_seen_at)
      VALUES (${id}, 'User_${id}', 'user_${id}', '${pick(texts, id)}', 'u${id}@example.com', 'u${id}@example.com',
        ${id % 3 ? 'NULL' : time(id)}, '${pick(texts, id + 1)}', ${time(id)}, ${time(id * 7)})`
  for (let id = 1; id <= posts; id++)
    yield `INSERT INTO posts (id, author_id, body, created_at, edited_at, submission_key)
      VALUES (${id}, ${1 + (id % users)}, '${pick(texts, id)} ${id}', ${time(id)}, ${id % 5 ? 'NULL' : time(id + 1)}, 'key ${id}')`
  for (let id = 1; id <= posts; id++)
    yield `INSERT INTO mentions (post_id, user_id) VALUES (${id}, ${1 + (id % 7)}), (${id}, ${11 + (id % 5)});
      INSERT INTO post_tags (tag, post_id, created_at) VALUES ('${pick(tags, id)}', ${id}, ${time(id)})`
  for (let id = 1; id <= users; id++) {
    for (let other = 1; other <= users; other += 3)
      if (other !== id)
        yield `INSERT INTO follows (follower_id, followed_id, created_at) VALUES (${id}, ${other}, ${time(id * other)})`
    yield `INSERT INTO sessions (id, token_hash, user_id, remember, expires_at, created_at, last_used_at)
      VALUES (${id}, 'hash ${id}', ${id}, ${id % 2 === 0}, ${time(id + 9)}, ${time(id)}, ${time(id)})`
    yield `INSERT INTO accounts (id, user_id, type, provider, provider_account_id, expires_at)
      VALUES (${id}, ${id}, 'oauth', 'github', '${id}', ${id % 2 ? 'NULL' : 1_790_000_000 + id})`
  }
}

const counters = `UPDATE users SET
  post_count = (SELECT COUNT(*) FROM posts WHERE author_id = users.id AND id <> ${posts}),
  follower_count = (SELECT COUNT(*) FROM follows WHERE followed_id = users.id),
  following_count = (SELECT COUNT(*) FROM follows WHERE follower_id = users.id)`

export type Contents = { tables: Record<string, string[]>; sequences: Record<string, number> }

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

/** All rows and sequences of a database, in a form that is equal on both engines. */
export async function contentsOf(url: string): Promise<Contents> {
  return withConnection(url, async (connection) => {
    const found: Contents = {
      tables: {},
      // On SQLite tables without generated ids may have a sequence too; it is 0.
      sequences: Object.fromEntries(
        [...(await readSequences(connection))].filter(([, last]) => last > 0).sort(),
      ),
    }
    for (const { name, columns } of (await describeTables(connection)).tables) {
      // In the order of their names, which is the same on both engines.
      const parts = columns
        .toSorted(byName)
        .map(
          (column) =>
            `${comparable(connection, column.kind, quoteIdentifier(column.name))} AS ${quoteIdentifier(column.name)}`,
        )
      const rows = await connection.rows(`SELECT ${parts.join(', ')} FROM ${quoteIdentifier(name)}`)
      found.tables[name] = rows.map((row) => JSON.stringify(row)).sort()
    }
    return found
  })
}

/** Uses the functions of each engine instead of the conversions under test. */
function comparable({ engine }: Connection, kind: Kind, column: string): string {
  if (engine === 'postgresql') {
    if (kind === 'time') return `to_char(${column}, 'YYYY-MM-DD HH24:MI:SS.MS')`
    if (kind === 'bytes') return `upper(encode(${column}, 'hex'))`
    return `${column}::text`
  }
  if (kind === 'time') return `strftime('%Y-%m-%d %H:%M:%f', ${column})`
  if (kind === 'bytes') return `hex(${column})`
  if (kind === 'boolean') return `CASE ${column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END`
  return `CAST(${column} AS TEXT)`
}
