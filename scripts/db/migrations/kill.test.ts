import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { withConnection } from '../../../lib/db/connection'
import { createTestDatabase } from '../../../lib/testing/database'
import { insertPlainRows } from '../../../lib/testing/plain-rows'
import { seeded } from '../../../lib/testing/random'
import { startScript } from '../../../lib/testing/run-script'
import { createSchemaProject, type SchemaProject } from '../../../lib/testing/schema-project'
import { checkDatabase } from './drift'
import { migrationStatus } from './status'
import { upgradeDatabase } from './upgrade'

const rounds = Number(process.env.KILL_ROUNDS ?? 5)

test(`leaves only complete migrations and keeps all rows after ${rounds} kills during upgrade or downgrade`, async () => {
  const database = await createTestDatabase(inject('template'), { empty: true })
  const project = await createSchemaProject()
  const { directory } = project
  const { url } = database
  const [floor = ''] = await upgradeDatabase(url, { directory })
  await withConnection(url, insertPlainRows)
  const rows = () =>
    withConnection(url, async (connection) => [
      await connection.rows('SELECT id, username, about_me FROM users ORDER BY id'),
      await connection.rows('SELECT id, body, created_at FROM posts ORDER BY id'),
      await connection.rows('SELECT * FROM follows ORDER BY follower_id'),
    ])
  const before = await rows()
  await writeMigrations(project)

  const { below } = seeded(rounds)
  for (let round = 0; round < rounds; round += 1) {
    const { child, kill, finished } = startScript(
      'lib/testing/migrate-forever.ts',
      [url, directory, floor],
      {},
    )
    await once(child.stdout, 'data')
    // A random pause instead of a condition: the test kills at random moments.
    await pause(below(120))
    kill()
    await finished
    expect((await migrationStatus(url, { directory })).problems).toEqual([])
    expect((await checkDatabase(url, { directory })).filter((problem) => !/pending/.test(problem))).toEqual(
      [],
    )
    expect(await rows()).toEqual(before)
  }
  await upgradeDatabase(url, { directory })
  expect(await checkDatabase(url, { directory })).toEqual([])
  await project.remove()
  await database.drop()
}, 300_000)

/** Some of the migrations rebuild tables with rows, which takes longest. */
async function writeMigrations(project: SchemaProject) {
  await project.change((text) => text.replace('  editedAt ', '  mood String?\n  editedAt '))
  await project.migrate('mood')
  await project.change((text) =>
    text.replace('body          String', 'body          String    @default("?")'),
  )
  await project.migrate('body')
  await project.change((text) => text.replace('length("about_me") <= 160', 'length("about_me") <= 170'))
  await project.migrate('check')
}
