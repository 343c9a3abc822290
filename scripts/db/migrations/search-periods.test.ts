import { expect, test } from 'vitest'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { downgradeDatabase } from './downgrade'
import { checkDatabase } from './drift'
import { upgradeDatabase } from './upgrade'

const database = emptyDatabase()

const former = '20261127050000_api_tokens'
const indexes = async () => {
  const rows = await database.query(
    engine === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE name = 'post_fts'`
      : `SELECT indexname AS name FROM pg_indexes WHERE indexdef LIKE '%USING gin%' AND tablename = 'post_search'`,
  )
  return rows.map(({ name }) => name)
}
const ofEngine = (postgresql: string) => [engine === 'sqlite' ? 'post_fts' : postgresql]

test('the migration replaces the full-text index, also one that was built before, and the down migration restores it', async () => {
  await upgradeDatabase(database.url)
  await database.fill()
  await downgradeDatabase(database.url, { to: former })
  await database.execute(`
    INSERT INTO post_search (post_id, written_by, place, tokens) VALUES (1, 1, 501, ' heron @1 '), (2, 1, -2, '');`)
  if (engine === 'postgresql')
    await database.execute(
      `CREATE INDEX CONCURRENTLY "post_search_periods_idx" ON "post_search"
       USING gin (array_to_tsvector(string_to_array(("place" >> 49)::text || '/' || replace(btrim("tokens"), ' ', ' ' || ("place" >> 49)::text || '/'), ' '))) WITH (fastupdate = off)`,
    )
  for (let round = 0; round < 2; round++) {
    expect(await upgradeDatabase(database.url)).toContain('20261127060000_search_periods')
    expect(await indexes()).toEqual(ofEngine('post_search_periods_idx'))
    expect(await checkDatabase(database.url)).toEqual([])
    await downgradeDatabase(database.url, { to: former })
    expect(await indexes()).toEqual(ofEngine('post_search_tokens_idx'))
  }
})

test.runIf(engine === 'postgresql')(
  'the migration replaces an index that a failed CREATE INDEX CONCURRENTLY left invalid',
  async () => {
    await upgradeDatabase(database.url)
    await database.fill()
    await downgradeDatabase(database.url, { to: former })
    await database.execute(`
      INSERT INTO post_search (post_id, written_by, place, tokens) VALUES (1, 1, 501, ' heron '), (2, 1, -2, '');`)
    const fails = 'CREATE UNIQUE INDEX CONCURRENTLY "post_search_periods_idx" ON "post_search" (written_by)'
    await expect(database.execute(fails)).rejects.toThrow('could not create unique index')
    const states = () =>
      database.query(`SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index
        WHERE indrelid = 'post_search'::regclass AND NOT indisprimary ORDER BY name`)
    expect(await states()).toContainEqual({ name: 'post_search_periods_idx', valid: false })
    await upgradeDatabase(database.url)
    expect(await states()).toContainEqual({ name: 'post_search_periods_idx', valid: true })
    expect(await checkDatabase(database.url)).toEqual([])
  },
)
