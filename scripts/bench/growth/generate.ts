import { type Connection, quoteIdentifier, withConnection } from '../../../lib/db/connection'
import { dialects, maxDependent } from './dialect'
import { memberStatements } from './member-rows'
import { phrases } from './phrases'
import { postStatements } from './post-rows'
import type { GrowthSize } from './size'

/** The tables that the generator fills. Their indexes are created after the rows. */
const filled = [
  ...[
    'posts',
    'post_tags',
    'post_search',
    'likes',
    'notifications',
    'notification_actors',
    'users',
    'user_search',
  ],
  ...['follows', 'blocks', 'mutes', 'messages', 'conversations'],
]

/** Called after each step with its name and duration in seconds. */
export type OnStep = (name: string, seconds: number) => void

/**
 * Fills an empty, migrated database in one transaction. Deterministic: the same `size` creates the same rows.
 * @throws Error when the database has members
 */
export async function generateGrowth(
  url: string,
  size: GrowthSize,
  onStep: OnStep = () => {},
): Promise<void> {
  await withConnection(url, async (connection) => {
    if ((await connection.rows('SELECT id FROM users LIMIT 1')).length > 0)
      throw new Error('A growth database must be empty, and this one has members.')
    const run = async (name: string, statements: string[]) => {
      for (const sql of statements) {
        const started = performance.now()
        await connection.execute(sql)
        onStep(name ? `${name} ${shorten(sql)}` : shorten(sql), (performance.now() - started) / 1000)
      }
    }
    await run('', settings(connection))
    await run('', ['BEGIN'])
    try {
      const { drop, create } = await deferredIndexes(connection)
      const dialect = dialects[connection.engine]
      await run('', drop)
      await insertPhrases(connection, size.seed)
      await run('', [...postStatements(dialect, size), ...memberStatements(dialect, size), ...create])
      await run('', await sequenceStatements(connection))
      await run('', ['COMMIT'])
    } catch (error) {
      await connection.execute('ROLLBACK').catch(() => {})
      throw error
    }
    await run('', connection.engine === 'sqlite' ? ['PRAGMA wal_checkpoint(TRUNCATE)'] : ['VACUUM ANALYZE'])
  })
}

const shorten = (sql: string) => sql.replace(/\s+/g, ' ').slice(0, 70)

/** Disables foreign key checks: users are inserted last, and the checks would take most of the time. */
function settings({ engine }: Connection): string[] {
  return engine === 'sqlite'
    ? [
        'PRAGMA foreign_keys = OFF',
        'PRAGMA cache_size = -1000000',
        'PRAGMA temp_store = FILE',
        'PRAGMA synchronous = OFF',
      ]
    : [
        'SET session_replication_role = replica',
        ...["SET work_mem = '256MB'", "SET maintenance_work_mem = '1GB'", "SET temp_buffers = '256MB'"],
      ]
}

/** Statements that drop the indexes and triggers of the tables, and statements that recreate them. */
async function deferredIndexes(connection: Connection): Promise<{ drop: string[]; create: string[] }> {
  const names = filled.map((name) => `'${name}'`).join(', ')
  if (connection.engine === 'postgresql') {
    const indexes = await connection.rows<{ name: string; sql: string }>(
      `SELECT indexname AS name, indexdef AS sql FROM pg_indexes i WHERE schemaname = 'public' AND tablename IN (${names})
         AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)`,
    )
    return {
      drop: indexes.map(({ name }) => `DROP INDEX ${quoteIdentifier(name)}`),
      create: indexes.map(({ sql }) => sql),
    }
  }
  const objects = await connection.rows<{ type: string; name: string; sql: string }>(
    `SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN (${names})`,
  )
  return {
    drop: objects.map(({ type, name }) => `DROP ${type} ${quoteIdentifier(name)}`),
    create: [
      ...objects.map(({ sql }) => sql),
      // The rows that the triggers would have inserted.
      'INSERT INTO post_fts (rowid, tokens) SELECT place, tokens FROM post_search ORDER BY place',
      'INSERT INTO user_fts (rowid, tokens) SELECT user_id, tokens FROM user_search ORDER BY user_id',
    ],
  }
}

async function insertPhrases(connection: Connection, seed: number): Promise<void> {
  await connection.execute(
    'CREATE TEMPORARY TABLE bench_phrases (id INTEGER PRIMARY KEY, body TEXT NOT NULL, tokens TEXT NOT NULL)',
  )
  const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
  const values = phrases(seed).map(({ id, body, tokens }) => `(${id}, ${quote(body)}, ${quote(tokens)})`)
  await connection.execute(`INSERT INTO bench_phrases VALUES ${values.join(', ')}`)
  if (connection.engine === 'postgresql') return
  await connection.execute(
    `CREATE TEMPORARY TABLE bench_numbers (n INTEGER PRIMARY KEY);
     WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < ${maxDependent})
     INSERT INTO bench_numbers SELECT n FROM series`,
  )
}

/** Advances the PostgreSQL sequences past the inserted ids; SQLite does this automatically. */
async function sequenceStatements({ engine }: Connection): Promise<string[]> {
  if (engine === 'sqlite') return []
  return ['posts', 'users', 'notifications', 'messages'].map(
    (name) =>
      `SELECT setval(pg_get_serial_sequence('${name}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM ${name}), false)`,
  )
}
