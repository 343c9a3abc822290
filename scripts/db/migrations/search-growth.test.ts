import { expect, test } from 'vitest'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { downgradeDatabase } from './downgrade'
import { checkDatabase } from './drift'
import { upgradeDatabase } from './upgrade'

const database = emptyDatabase()

/** Full-text matches of a prefix: sort keys of posts, and ids of members. */
async function indexed(prefix: string) {
  const vector = (table: string) =>
    `${table} WHERE array_to_tsvector(string_to_array(btrim(tokens), ' ')) @@ '''${prefix}'':*'::tsquery`
  const sqls =
    engine === 'sqlite'
      ? ['post', 'user'].map(
          (name) => `SELECT rowid AS id FROM ${name}_fts WHERE ${name}_fts MATCH '"${prefix}" *'`,
        )
      : [
          `SELECT place AS id FROM ${vector('post_search')}`,
          `SELECT user_id AS id FROM ${vector('user_search')}`,
        ]
  const found: number[][] = []
  for (const sql of sqls) found.push((await database.query(`${sql} ORDER BY 1`)).map(({ id }) => Number(id)))
  return found
}

test('the migration indexes existing rows and later changes, and the down migration restores the index', async () => {
  await upgradeDatabase(database.url, { to: 'profile_tabs' })
  await database.fill()
  await downgradeDatabase(database.url, { to: 'profile_tabs' })
  await database.execute(`
    INSERT INTO post_search (post_id, written_by, place, tokens) VALUES
      (1, 1, 501, ' kingfisher @1 '), (2, 1, 502, ' kingfishers @1 '), (3, 2, -3, '');
    INSERT INTO user_search (user_id, tokens) VALUES (1, ' susan kingfisher '), (2, '');`)
  expect(await upgradeDatabase(database.url)).toContain('20261126190000_search_growth')
  expect(await indexed('kingfish')).toEqual([[501, 502], [1]])
  expect(await checkDatabase(database.url)).toEqual([])

  await database.execute(`
    UPDATE user_search SET tokens = ' john kingfisher ' WHERE user_id = 2;
    UPDATE user_search SET tokens = ' susan ' WHERE user_id = 1;
    UPDATE post_search SET place = 503, tokens = ' kingfisher @2 ' WHERE post_id = 3;`)
  expect(await indexed('kingfish')).toEqual([[501, 502, 503], [2]])
  // Cascades to posts and search rows.
  await database.execute(
    `${engine === 'sqlite' ? 'PRAGMA foreign_keys = ON;' : ''} DELETE FROM users WHERE id = 2`,
  )
  expect(await indexed('kingfish')).toEqual([[501, 502], []])

  await downgradeDatabase(database.url, { to: 'profile_tabs' })
  if (engine === 'sqlite')
    expect(await database.query(`SELECT rowid FROM post_fts WHERE post_fts MATCH '"kingf" *'`)).toHaveLength(
      2,
    )
  await upgradeDatabase(database.url)
  expect(await indexed('susan')).toEqual([[], [1]])
})
