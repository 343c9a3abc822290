import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase, engine } from '../../../lib/testing/empty-database'
import { createSchemaProject, type SchemaProject } from '../../../lib/testing/schema-project'
import { checkDatabase } from './drift'
import { writeMigration } from './files'
import { planMigration } from './generate/plan'
import { resetDatabase } from './reset'
import { migrationStatus } from './status'
import { downgradeDatabase, upgradeDatabase } from './upgrade'

// Changes of a schema that are easy to get wrong, each up and down on a table with rows.

const database = emptyDatabase()
let project: SchemaProject
const at = () => ({ directory: project.directory })

const fields = (lines: string, rest = '') => `datasource db {
  provider = "sqlite"
}
${rest}
model It {
  id Int @id @default(autoincrement())
${lines}
  @@map("its")
}
`

beforeEach(async () => {
  project = await createSchemaProject(fields('  name String'))
  await step('begin', fields('  name String'))
  await database.execute(`INSERT INTO its (name) VALUES ('one'), ('two')`)
  return project.remove
})

async function step(name: string, schema: string) {
  await project.change(() => schema)
  await project.migrate(name)
  await upgradeDatabase(database.url, at())
}

/** There and back again, with rows; nothing may be lost of what has room, and nothing may differ from what it should be. */
async function roundTripOf(first: string, second: string, sql = '') {
  await step('first', first)
  if (sql) await database.execute(sql)
  await step('second', second)
  await downgradeDatabase(database.url, at())
  expect(await database.query('SELECT name FROM its ORDER BY id')).toEqual([{ name: 'one' }, { name: 'two' }])
  await upgradeDatabase(database.url, at())
  expect(await checkDatabase(database.url, at())).toEqual([])
}

describe('MIG-06 goes up and down on a table with rows:', () => {
  test.each([
    [
      'a required text and one whose default holds a semicolon',
      'aaa String @default("x")\n  note String @default("it; \'s, (really)")',
      '',
    ],
    ['a required decimal', 'price Decimal @default(1.5)', 'price Decimal'],
    ['a required time', 'seen DateTime @default(now())', 'seen DateTime'],
    ['a required truth', 'fresh Boolean @default(true)', 'fresh Boolean'],
    ['required bytes and JSON', 'raw Bytes?\n  more Json?', ''],
  ])('dropping %s', async (_, before, bare) => {
    const first = fields(`  name String\n  ${before}`)
    if (!bare) return roundTripOf(first, fields('  name String'))
    await step('default', first)
    await roundTripOf(fields(`  name String\n  ${bare}`), fields('  name String'))
  })

  test('a column that becomes optional, and holds nothing by then', async () => {
    await step('filled', fields('  name String\n  mail String @default("none")'))
    await step('required', fields('  name String\n  mail String'))
    await step('optional', fields('  name String\n  mail String?'))
    await database.execute('UPDATE its SET mail = NULL WHERE id = 1')
    await downgradeDatabase(database.url, at())
    expect(await database.query('SELECT mail FROM its ORDER BY id')).toEqual([{ mail: '' }, { mail: 'none' }])
  })

  test('a column that becomes required, and has a default for those that hold nothing', async () => {
    await step('optional', fields('  name String\n  lang String?'))
    await step('required', fields('  name String\n  lang String @default("en")'))
    expect(await database.query('SELECT lang FROM its')).toEqual([{ lang: 'en' }, { lang: 'en' }])
    expect(await checkDatabase(database.url, at())).toEqual([])
  })

  test('an enum that loses a value, whole or not at all', async () => {
    const vis = (values: string) => `enum Vis {\n  ${values.split(' ').join('\n  ')}\n}\n`
    await step('open', fields('  name String\n  vis Vis @default(OPEN)', vis('OPEN CLOSED SECRET')))
    await step('shut', fields('  name String\n  vis Vis @default(OPEN)', vis('OPEN CLOSED')))
    expect(await checkDatabase(database.url, at())).toEqual([])
    expect(await checkDatabase(database.url, at())).toEqual([])
    await step('gone', fields('  name String', vis('OPEN CLOSED')))
    await downgradeDatabase(database.url, at())
    expect(await database.query('SELECT vis FROM its')).toEqual([{ vis: 'OPEN' }, { vis: 'OPEN' }])
    await resetDatabase(database.url, at())
    expect(await checkDatabase(database.url, at())).toMatchObject([])
  })

  test('an id that becomes larger, and one that no longer counts by itself', async () => {
    await step('large', fields('  name String').replace('id Int', 'id BigInt'))
    await downgradeDatabase(database.url, at())
    await upgradeDatabase(database.url, at())
    expect(await checkDatabase(database.url, at())).toEqual([])
    await step('by_hand', fields('  name String').replace(' @default(autoincrement())', ''))
    await downgradeDatabase(database.url, at())
    await upgradeDatabase(database.url, at())
    expect(await checkDatabase(database.url, at())).toEqual([])
  })
})

describe('a CHECK', () => {
  const checked = (text: string, map = 'new_things') =>
    `${fields('  name String')}${text}\nmodel Other {\n  id Int @id\n  amount Int\n  @@map("${map}")\n}\n`

  test('holds in a table called new_…, too', async () => {
    await step('others', checked('/// @check others_positive: "amount" > 0'))
    await expect(database.execute('INSERT INTO new_things (id, amount) VALUES (1, -5)')).rejects.toThrow(
      'others_positive',
    )
    await step(
      'no_name',
      checked('/// @check others_positive: "amount" > 0').replace(
        '  name String\n',
        '  name String @default("")\n',
      ),
    )
    expect(await checkDatabase(database.url, at())).toEqual([])
  })

  test.each([
    ['/// @check others_positive "amount" > 0', 'line 10, is no CHECK'],
    ['/// @check(postgres) others_positive: "amount" > 0', 'line 10, is no CHECK'],
    ['/// @check others_positive: "amount" > 0\n', 'line 10: the CHECK belongs to no model'],
  ])('that is not understood is told, not dropped: %s', async (text, message) => {
    await project.change(() => checked(text))
    await expect(planMigration('others', at())).rejects.toThrow(message)
  })

  test('is read whatever ends the lines', async () => {
    await step('others', checked('/// @check others_positive: "amount" > 0'))
    await project.change((text) => text.replaceAll('\n', '\r\n'))
    await expect(planMigration('lines', at())).rejects.toThrow('has not changed')
  })

  test('that comes or goes is told', async () => {
    await step('others', checked('/// @check others_positive: "amount" > 0'))
    await project.change(() => checked('/// @check others_small: "amount" < 9'))
    expect((await planMigration('small', at())).warnings).toEqual([
      'On new_things, the check others_positive goes.',
      'On new_things, the check others_small is new: rows that break it make the migration fail.',
    ])
  })

  test('for one engine is a migration on both, under one name', async () => {
    await project.change(() => checked('/// @check(postgresql) others_positive: "amount" > 0'))
    await project.migrate('others')
    await project.change(() => checked('/// @check(postgresql) others_positive: "amount" > 1'))
    const { texts } = await planMigration('more', at())
    expect(texts.map(({ up }) => up.split('\n')[0])).toEqual(['-- Nothing to do on SQLite.', '-- AlterTable'])
    await project.migrate('more')
    await upgradeDatabase(database.url, at())
    expect(await downgradeDatabase(database.url, at())).toEqual([expect.stringMatching(/_more$/)])
  })
})

test('what cannot be filled again on the way back, or stands in the way of a rule, is told beforehand', async () => {
  await step('mail', fields('  name String\n  mail String? @unique'))
  await project.change(() => fields('  name String @unique\n  mail String'))
  expect((await planMigration('unique', at())).warnings).toEqual([
    'On its, the index its_name_key is new: rows that break it make the migration fail.',
    expect.stringMatching(/^The column its\.mail must have a value/),
  ])
  await project.change(() => fields('  name String\n  mail String? @unique\n  key String @unique'))
  await project.migrate('key')
  await project.change(() => fields('  name String'))
  expect((await planMigration('gone', at())).warnings.join('\n')).toContain(
    'down.sql cannot fill its.key again',
  )
})

test('a failed migration that was thrown away and written anew is no concern any more', async () => {
  await project.change(() => fields('  name String\n  city String'))
  const bad = await project.migrate('city')
  await expect(upgradeDatabase(database.url, at())).rejects.toThrow(`${bad} failed and left nothing behind`)
  await rm(join(project.directory, 'migrations/sqlite', bad), { recursive: true })
  await rm(join(project.directory, 'migrations/postgresql', bad), { recursive: true })
  await project.change(() => fields('  name String\n  city String @default("")'))
  const good = await project.migrate('city')
  expect(await upgradeDatabase(database.url, at())).toEqual([good])
  expect(await migrationStatus(database.url, at())).toMatchObject({ unknown: [], problems: [] })
  expect(await database.query('SELECT * FROM _prisma_migrations WHERE finished_at IS NULL')).toEqual([])
})

test('a new migration comes after the last, whatever the clock says', async () => {
  await project.change(() => fields('  name String\n  city String?'))
  // The names of the project's migrations lie in the year 2999.
  expect((await planMigration('city', at())).name).toBe('29990101000002_city')
  await expect(planMigration('begin', at())).rejects.toThrow('has that name already')
})

if (engine === 'sqlite') {
  test('times that another tool keeps as milliseconds are read', async () => {
    await database.execute(
      'UPDATE _prisma_migrations SET finished_at = 1763706688000, started_at = 1763706687000',
    )
    expect(await migrationStatus(database.url, at())).toMatchObject({ pending: [], problems: [] })
  })
}

test('a name that two migrations have must be said in full', async () => {
  await project.change(() => fields('  name String\n  a Int?'))
  const { texts, name } = await planMigration('more', at())
  await writeMigration('29990101000008_more', texts, project.directory)
  await writeMigration('29990101000009_more', texts, project.directory)
  expect(name).toMatch(/_more$/)
  await expect(upgradeDatabase(database.url, { ...at(), to: 'more' })).rejects.toThrow('say the whole name')
})

test('a column whose default holds // is renamed like any other, and a name that is taken is refused', async () => {
  await step('site', fields('  name String\n  site String @default("https://x.example/")'))
  const to = fields('  name String\n  homepage String @default("https://x.example/")')
  await project.change(() => to)
  const { warnings } = await planMigration('home', {
    ...at(),
    renames: [{ table: 'its', column: 'site', to: 'homepage' }],
  })
  expect(warnings).toEqual([])
  const swap = [{ table: 'its', column: 'site', to: 'name' }]
  await expect(planMigration('swap', { ...at(), renames: swap })).rejects.toThrow('by way of a third')
})

test('a schema that does not parse is told in one line, with its number', async () => {
  await project.change((text) => text.replace('model It {', 'model It'))
  await expect(planMigration('broken', at())).rejects.toThrow(/^prisma\/schema\.prisma, line \d+: [^\n]+$/)
})

test('a script that ends its own transaction is refused before it is run', async () => {
  await project.change(() => fields('  name String\n  city String?'))
  const { texts } = await planMigration('city', at())
  await writeMigration(
    '29990101000009_city',
    texts.map((text) => ({ ...text, up: `${text.up}\nCOMMIT;\n` })),
    project.directory,
  )
  await expect(upgradeDatabase(database.url, at())).rejects.toThrow('says COMMIT: take that out')
  expect((await checkDatabase(database.url, at())).join('\n')).toContain('says COMMIT')
})
