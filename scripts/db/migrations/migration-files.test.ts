import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { engine } from '../../../lib/testing/empty-database'
import { schemaWith, smallSchemaProject } from '../../../lib/testing/small-schema-project'
import { checkDatabase } from './drift'
import { writeMigration } from './files'
import { planMigration } from './generate/plan'
import { migrationStatus } from './status'
import { upgradeDatabase } from './upgrade'

const fixture = smallSchemaProject()
const { database, options, step } = fixture

test('ignores a failed migration that was deleted and regenerated', async () => {
  await fixture.project.change(() => schemaWith('  name String\n  city String'))
  const failing = await fixture.project.migrate('city')
  await expect(upgradeDatabase(database.url, options())).rejects.toThrow(
    `${failing} failed and was rolled back`,
  )
  await rm(join(fixture.project.directory, 'migrations/sqlite', failing), { recursive: true })
  await rm(join(fixture.project.directory, 'migrations/postgresql', failing), { recursive: true })
  await fixture.project.change(() => schemaWith('  name String\n  city String @default("")'))
  const fixed = await fixture.project.migrate('city')
  expect(await upgradeDatabase(database.url, options())).toEqual([fixed])
  expect(await migrationStatus(database.url, options())).toMatchObject({ unknown: [], problems: [] })
  expect(await database.query('SELECT * FROM _prisma_migrations WHERE finished_at IS NULL')).toEqual([])
})

test('names a new migration so that it sorts after the last one, regardless of the clock', async () => {
  await fixture.project.change(() => schemaWith('  name String\n  city String?'))
  // The migrations of the test project are named for the year 2999.
  expect((await planMigration('city', options())).name).toBe('29990101000002_city')
  await expect(planMigration('begin', options())).rejects.toThrow('already has that name')
})

if (engine === 'sqlite') {
  test('reads times that another tool stored as milliseconds', async () => {
    await database.execute(
      'UPDATE _prisma_migrations SET finished_at = 1763706688000, started_at = 1763706687000',
    )
    expect(await migrationStatus(database.url, options())).toMatchObject({ pending: [], problems: [] })
  })
}

test('requires the full name when two migrations share a description', async () => {
  await fixture.project.change(() => schemaWith('  name String\n  a Int?'))
  const { files, name } = await planMigration('more', options())
  await writeMigration('29990101000008_more', files, fixture.project.directory)
  await writeMigration('29990101000009_more', files, fixture.project.directory)
  expect(name).toMatch(/_more$/)
  await expect(upgradeDatabase(database.url, { ...options(), to: 'more' })).rejects.toThrow(
    'use the full name',
  )
})

test('renames a column whose default contains //, and rejects an existing name', async () => {
  await step('site', schemaWith('  name String\n  site String @default("https://x.example/")'))
  const to = schemaWith('  name String\n  homepage String @default("https://x.example/")')
  await fixture.project.change(() => to)
  const { warnings } = await planMigration('home', {
    ...options(),
    renames: [{ table: 'its', column: 'site', to: 'homepage' }],
  })
  expect(warnings).toEqual([])
  const swap = [{ table: 'its', column: 'site', to: 'name' }]
  await expect(planMigration('swap', { ...options(), renames: swap })).rejects.toThrow(
    'rename one to a third name',
  )
})

test('reports a schema syntax error in one line with the line number', async () => {
  await fixture.project.change((text) => text.replace('model It {', 'model It'))
  await expect(planMigration('broken', options())).rejects.toThrow(
    /^prisma\/schema\.prisma, line \d+: [^\n]+$/,
  )
})

test('rejects a script that commits its own transaction before running it', async () => {
  await fixture.project.change(() => schemaWith('  name String\n  city String?'))
  const { files } = await planMigration('city', options())
  await writeMigration(
    '29990101000009_city',
    files.map((one) => ({ ...one, up: `${one.up}\nCOMMIT;\n` })),
    fixture.project.directory,
  )
  await expect(upgradeDatabase(database.url, options())).rejects.toThrow('contains COMMIT: remove it')
  expect((await checkDatabase(database.url, options())).join('\n')).toContain('contains COMMIT')
})
