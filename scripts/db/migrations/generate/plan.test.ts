import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openInMemoryConnection } from '../../../../lib/db/connection.sqlite'
import { createSchemaProject, type SchemaProject } from '../../../../lib/testing/schema-project'
import { readMigrations } from '../files'
import { introspect } from '../introspection/introspect'
import { findDataLoss, findRoundTripDifferences } from './data-loss'
import { hasUnmigratedChanges, planMigration } from './plan'
import type { Rename } from './rename-schema'

let project: SchemaProject

beforeEach(async () => {
  project = await createSchemaProject()
})

afterEach(() => project.remove())

const plan = (renames: Rename[] = []) => planMigration('change', { directory: project.directory, renames })
const script = async (engine: 'sqlite' | 'postgresql', renames?: Rename[]) =>
  (await plan(renames)).files.find((one) => one.engine === engine)?.up ?? ''

test('rejects a migration for an unchanged schema [MIG-03]', async () => {
  expect(await hasUnmigratedChanges('sqlite', project.directory)).toBe(false)
  await expect(plan()).rejects.toThrow('has not changed since the last migration')
})

test.each(['', 'Add likes', 'add-likes', '1st', '../up', 'x'.repeat(61)])(
  'rejects "%s" as a migration name',
  async (name) => {
    await project.change((text) => text.replace('  editedAt ', '  mood String?\n  editedAt '))
    await expect(planMigration(name, { directory: project.directory })).rejects.toThrow(
      'is not a valid name for a migration',
    )
  },
)

test('creates migrations of the same name for both engines', async () => {
  await project.change((text) => text.replace('  editedAt ', '  mood String?\n  editedAt '))
  const { name, files, warnings } = await plan()
  expect(name).toMatch(/^\d{14}_change$/)
  expect(files.map(({ engine }) => engine)).toEqual(['sqlite', 'postgresql'])
  for (const { up, down } of files)
    expect([up, down].join('\n')).toMatch(/mood[\s\S]*(DROP COLUMN "mood"|RedefineTables)/)
  expect(warnings).toEqual([])
})

describe('CHECK constraints', () => {
  test('are kept when their table is rebuilt', async () => {
    await project.change((text) =>
      text.replace('body          String', 'body          String    @default("")'),
    )
    expect(await script('sqlite')).toContain(
      'CONSTRAINT "posts_body_length" CHECK (length("body") <= 10000 AND (',
    )
  })

  test('are changed by ALTER TABLE on PostgreSQL and by a rebuild on SQLite', async () => {
    await project.change((text) =>
      text.replace('@check posts_counters: "reply_count" >= 0', '@check posts_counters: "reply_count" >= -1'),
    )
    expect(await script('postgresql')).toBe(
      [
        '-- AlterTable',
        'ALTER TABLE "posts" DROP CONSTRAINT IF EXISTS "posts_counters";',
        '',
        '-- AlterTable',
        'ALTER TABLE "posts" ADD CONSTRAINT "posts_counters" CHECK ("reply_count" >= -1 AND "like_count" >= 0);',
        '',
      ].join('\n'),
    )
    expect(await script('sqlite')).toMatch(
      /CREATE TABLE "new_posts" [\s\S]*>= -1 AND[\s\S]*RENAME TO "posts"/,
    )
    const [sqlite] = (await plan()).files
    const base = (await readMigrations('sqlite')).map(({ up }) => up)
    expect(sqlite && (await findRoundTripDifferences(base, sqlite))).toEqual([])
  })
})

describe('data loss', () => {
  test('is reported with table, column and a way to avoid it', async () => {
    await project.change((text) =>
      text
        .replace(/aboutMe .*@map\("about_me"\)/, 'bio String @default("")')
        .replace(/.*users_about_me_length.*\n/, ''),
    )
    expect((await plan()).warnings).toEqual([
      'The column users.about_me is dropped with its values. If it was renamed to bio: --rename users.about_me:bio.',
      'On users, the check users_about_me_length is dropped.',
    ])
  })

  test('is reported for a whole table and for a changed type', async () => {
    await project.change((text) =>
      text
        .replace(/\/\/\/ @check post_tags[\s\S]*?\nmodel PostTag \{[\s\S]*?\n\}\n/, '')
        .replace(/ {2}tags +PostTag\[\]\n/, '')
        .replace('locale         String?', 'locale         Int?'),
    )
    expect((await plan()).warnings).toEqual([
      'The table post_tags is dropped with all its rows.',
      'The column users.locale changes its type: PostgreSQL drops its values.',
    ])
  })

  test('is reported for a required column without a default', async () => {
    await project.change((text) => text.replace('  editedAt ', '  mood String\n  editedAt '))
    expect((await plan()).warnings).toEqual([
      expect.stringMatching(/^The column posts\.mood is required.*@default/),
    ])
  })
})

describe('--rename', () => {
  test('of a column keeps rows, and renames checks and indexes', async () => {
    await project.change((text) =>
      text
        .replaceAll('"author_id"', '"writer_id"')
        .replace('@map("about_me")', '@map("bio")')
        .replaceAll('"about_me"', '"bio"'),
    )
    const renames = [
      { table: 'posts', column: 'author_id', to: 'writer_id' },
      { table: 'users', column: 'about_me', to: 'bio' },
    ]
    const { files, warnings } = await plan(renames)
    expect(warnings).toEqual([])
    const [sqlite, postgresql] = files
    expect(postgresql?.up).toBe(
      `-- Rename
ALTER TABLE "posts" RENAME COLUMN "author_id" TO "writer_id";
ALTER TABLE "users" RENAME COLUMN "about_me" TO "bio";
ALTER INDEX "posts_author_id_created_at_id_idx" RENAME TO "posts_writer_id_created_at_id_idx";
ALTER INDEX "posts_author_id_submission_key_key" RENAME TO "posts_writer_id_submission_key_key";
ALTER INDEX "posts_author_id_origin_key" RENAME TO "posts_writer_id_origin_key";
ALTER TABLE "posts" RENAME CONSTRAINT "posts_author_id_fkey" TO "posts_writer_id_fkey";
`,
    )
    const memory = openInMemoryConnection()
    const base = (await readMigrations('sqlite')).map(({ up }) => up)
    for (const one of [...base, sqlite?.up ?? ''])
      await memory.transaction('write', () => memory.execute(one))
    const { posts, users } = await introspect(memory)
    expect(Object.keys(posts?.columns ?? {})).toContain('writer_id')
    expect(users?.rules['the check users_about_me_length']).toBe('(length("bio") <= 160)')
    expect(sqlite && (await findRoundTripDifferences(base, sqlite))).toEqual([])
    await memory.close()
  })

  test('loses no data on a downgrade', async () => {
    await project.change((text) =>
      text.replace('@map("about_me")', '@map("bio")').replaceAll('"about_me"', '"bio"'),
    )
    const { files } = await plan([{ table: 'users', column: 'about_me', to: 'bio' }])
    const base = (await readMigrations('sqlite')).map(({ up }) => up)
    const [sqlite] = files
    expect(await findDataLoss([...base, sqlite?.up ?? ''], sqlite?.down ?? '')).toEqual([])
  })

  test('of a table also renames its sequence', async () => {
    await project.change((text) => text.replace('@@map("posts")', '@@map("articles")'))
    const renames = [{ table: 'posts', to: 'articles' }]
    const { files, warnings } = await plan(renames)
    expect(warnings).toEqual([])
    expect(files[1]?.up).toContain('ALTER SEQUENCE "posts_id_seq" RENAME TO "articles_id_seq"')
    const base = (await readMigrations('sqlite')).map(({ up }) => up)
    expect(files[0] && (await findRoundTripDifferences(base, files[0]))).toEqual([])
  })

  test('of a name that does not exist is rejected', async () => {
    await project.change((text) => text.replace('@map("about_me")', '@map("bio")'))
    await expect(plan([{ table: 'users', column: 'abuot_me', to: 'bio' }])).rejects.toThrow(
      'no column "users.abuot_me"',
    )
    await expect(plan([{ table: 'user', to: 'members' }])).rejects.toThrow('no table "user"')
  })
})
