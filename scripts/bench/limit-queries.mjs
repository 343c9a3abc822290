// The queries of the limit server on either engine, written for speed only.

const columns = `p.id, p.body, p.created_at AS at, u.username, u.display_name AS "displayName"`
const posts = `SELECT ${columns} FROM posts p JOIN users u ON u.id = p.author_id`
const newest = 'ORDER BY p.created_at DESC, p.id DESC LIMIT 25'

const commonQueries = {
  explore: `${posts} ${newest}`,
  profile: `${posts} WHERE p.author_id = (SELECT id FROM users WHERE username_key = $1) ${newest}`,
  post: `${posts} WHERE p.id = $1`,
  session:
    'SELECT s.user_id AS "userId" FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token_hash = $1 AND u.banned_at IS NULL',
}

// A page cannot contain a post that is older than the newest posts of 25 authors.
const homeSqlite = `
  WITH a(id) AS MATERIALIZED (SELECT followed_id FROM follows WHERE follower_id = $1 UNION ALL SELECT $2),
    heads(at) AS MATERIALIZED (
      SELECT (SELECT x.created_at FROM posts x WHERE x.author_id = a.id ORDER BY x.created_at DESC LIMIT 1) AS h
      FROM a WHERE h IS NOT NULL ORDER BY h DESC LIMIT 25),
    low(at) AS MATERIALIZED (SELECT CASE WHEN COUNT(at) = 25 THEN MIN(at) ELSE '' END FROM heads)
  ${posts} WHERE p.id IN (
    SELECT y.id FROM a CROSS JOIN low JOIN posts y ON y.id IN (
      SELECT x.id FROM posts x WHERE x.author_id = a.id AND x.created_at >= low.at
      ORDER BY x.created_at DESC, x.id DESC LIMIT 25)
    ORDER BY y.created_at DESC, y.id DESC LIMIT 25) ${newest}`

const homePostgresql = `
  SELECT ${columns} FROM (SELECT followed_id AS id FROM follows WHERE follower_id = $1 UNION ALL SELECT $2::int) a
  CROSS JOIN LATERAL (SELECT x.* FROM posts x WHERE x.author_id = a.id ORDER BY x.created_at DESC, x.id DESC LIMIT 25) p
  JOIN users u ON u.id = p.author_id ${newest}`

/**
 * Opens the database of the product.
 * @returns `read` runs one of the named queries, `write` inserts a post with one tag
 */
export function openQueries(url) {
  return url.startsWith('file:') ? openSqlite(url.slice('file:'.length)) : openPostgresql(url)
}

async function openSqlite(file) {
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(file, { timeout: 10_000 })
  for (const pragma of ['synchronous = NORMAL', 'cache_size = -16000', 'temp_store = MEMORY'])
    database.pragma(pragma)
  const prepared = Object.fromEntries(
    Object.entries({ ...commonQueries, home: homeSqlite }).map(([name, sql]) => [
      name,
      database.prepare(sql.replace(/\$\d/g, '?')),
    ]),
  )
  const insert = database.prepare(
    'INSERT INTO posts (author_id, body, created_at, submission_key) VALUES (?, ?, ?, ?)',
  )
  const count = database.prepare('UPDATE users SET post_count = post_count + 1 WHERE id = ?')
  const insertTag = database.prepare('INSERT INTO post_tags (tag, post_id, created_at) VALUES (?, ?, ?)')
  const write = database.transaction((author, body, at, key) => {
    const { lastInsertRowid } = insert.run(author, body, at, key)
    count.run(author)
    insertTag.run('tag', lastInsertRowid, at)
  })
  return {
    read: async (name, values) => prepared[name].all(values),
    write: async (...values) => write.immediate(...values),
  }
}

async function openPostgresql(url) {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  const queries = { ...commonQueries, home: homePostgresql }
  const read = async (name, values) => (await pool.query({ name, text: queries[name], values })).rows
  const write = async (author, body, at, key) => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const insert =
        'INSERT INTO posts (author_id, body, created_at, submission_key) VALUES ($1, $2, $3, $4) RETURNING id'
      const { rows } = await client.query({ name: 'insert', text: insert, values: [author, body, at, key] })
      await client.query({
        name: 'count',
        text: 'UPDATE users SET post_count = post_count + 1 WHERE id = $1',
        values: [author],
      })
      await client.query({
        name: 'tag',
        text: 'INSERT INTO post_tags (tag, post_id, created_at) VALUES ($1, $2, $3)',
        values: ['tag', rows[0].id, at],
      })
      await client.query('COMMIT')
    } finally {
      client.release()
    }
  }
  return { read, write }
}
