import { describe, expect, test } from 'vitest'
import { schemaWith, smallSchemaProject } from '../../../lib/testing/small-schema-project'
import { downgradeDatabase } from './downgrade'
import { checkDatabase } from './drift'
import { planMigration } from './generate/plan'
import { resetDatabase } from './reset'
import { upgradeDatabase } from './upgrade'

// Schema changes with special cases, each applied and reverted on a table with rows.

const fixture = smallSchemaProject()
const { database, options, step } = fixture

/** Applies, reverts and applies a change on a table with rows; the rows and the schema must be kept. */
async function expectRoundTrip(first: string, second: string, sql = '') {
  await step('first', first)
  if (sql) await database.execute(sql)
  await step('second', second)
  await downgradeDatabase(database.url, options())
  expect(await database.query('SELECT name FROM its ORDER BY id')).toEqual([{ name: 'one' }, { name: 'two' }])
  await upgradeDatabase(database.url, options())
  expect(await checkDatabase(database.url, options())).toEqual([])
}

describe('migrations of a table with rows, up and down, support', () => {
  test.each([
    [
      'a required text column and one whose default contains a semicolon',
      'aaa String @default("x")\n  note String @default("it; \'s, (really)")',
      '',
    ],
    ['a required decimal column', 'price Decimal @default(1.5)', 'price Decimal'],
    ['a required time column', 'seen DateTime @default(now())', 'seen DateTime'],
    ['a required boolean column', 'fresh Boolean @default(true)', 'fresh Boolean'],
    ['bytes and JSON columns', 'raw Bytes?\n  more Json?', ''],
  ])('dropping %s [MIG-06]', async (_, before, withoutDefault) => {
    const first = schemaWith(`  name String\n  ${before}`)
    if (!withoutDefault) return expectRoundTrip(first, schemaWith('  name String'))
    await step('default', first)
    await expectRoundTrip(schemaWith(`  name String\n  ${withoutDefault}`), schemaWith('  name String'))
  })

  test('a column that becomes optional and contains NULL before the downgrade [MIG-06]', async () => {
    await step('filled', schemaWith('  name String\n  mail String @default("none")'))
    await step('required', schemaWith('  name String\n  mail String'))
    await step('optional', schemaWith('  name String\n  mail String?'))
    await database.execute('UPDATE its SET mail = NULL WHERE id = 1')
    await downgradeDatabase(database.url, options())
    expect(await database.query('SELECT mail FROM its ORDER BY id')).toEqual([{ mail: '' }, { mail: 'none' }])
  })

  test('a column that becomes required with a default for NULL values [MIG-06]', async () => {
    await step('optional', schemaWith('  name String\n  lang String?'))
    await step('required', schemaWith('  name String\n  lang String @default("en")'))
    expect(await database.query('SELECT lang FROM its')).toEqual([{ lang: 'en' }, { lang: 'en' }])
    expect(await checkDatabase(database.url, options())).toEqual([])
  })

  test('an enum that loses a value [MIG-06]', async () => {
    const vis = (values: string) => `enum Vis {\n  ${values.split(' ').join('\n  ')}\n}\n`
    await step('open', schemaWith('  name String\n  vis Vis @default(OPEN)', vis('OPEN CLOSED SECRET')))
    await step('shut', schemaWith('  name String\n  vis Vis @default(OPEN)', vis('OPEN CLOSED')))
    expect(await checkDatabase(database.url, options())).toEqual([])
    expect(await checkDatabase(database.url, options())).toEqual([])
    await step('gone', schemaWith('  name String', vis('OPEN CLOSED')))
    await downgradeDatabase(database.url, options())
    expect(await database.query('SELECT vis FROM its')).toEqual([{ vis: 'OPEN' }, { vis: 'OPEN' }])
    await resetDatabase(database.url, options())
    expect(await checkDatabase(database.url, options())).toMatchObject([])
  })

  test('a wider id type, and an id without autoincrement [MIG-06]', async () => {
    await step('large', schemaWith('  name String').replace('id Int', 'id BigInt'))
    await downgradeDatabase(database.url, options())
    await upgradeDatabase(database.url, options())
    expect(await checkDatabase(database.url, options())).toEqual([])
    await step('by_hand', schemaWith('  name String').replace(' @default(autoincrement())', ''))
    await downgradeDatabase(database.url, options())
    await upgradeDatabase(database.url, options())
    expect(await checkDatabase(database.url, options())).toEqual([])
  })
})

test('reports columns that down.sql cannot fill and constraints that rows may violate', async () => {
  await step('mail', schemaWith('  name String\n  mail String? @unique'))
  await fixture.project.change(() => schemaWith('  name String @unique\n  mail String'))
  expect((await planMigration('unique', options())).warnings).toEqual([
    'On its, the index its_name_key is new: rows that violate it make the migration fail.',
    expect.stringMatching(/^The column its\.mail is required, and existing rows may have no value/),
  ])
  await fixture.project.change(() =>
    schemaWith('  name String\n  mail String? @unique\n  key String @unique'),
  )
  await fixture.project.migrate('key')
  await fixture.project.change(() => schemaWith('  name String'))
  expect((await planMigration('gone', options())).warnings.join('\n')).toContain(
    'down.sql cannot fill its.key again',
  )
})
