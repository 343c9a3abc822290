import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, inject, test } from 'vitest'
import { db, engine } from '../db/db'
import { databaseUrl, env } from '../env'
import { createTestDatabase } from './database'
import { aUser } from './factories'

test('each test file has a separate temporary database on the configured engine [TST-02]', async () => {
  expect(engine).toBe(process.env.TEST_ENGINE ?? 'sqlite')
  expect(env.DATA_DIR).toMatch(new RegExp(`^${tmpdir()}/roost-test-`))
  expect(databaseUrl).toMatch(engine === 'sqlite' ? `file:${env.DATA_DIR}/` : /\/roost_test_[0-9a-f]{16}/)
  const another = await createTestDatabase(inject('template'))
  expect(another.url).not.toBe(databaseUrl)
  await another.drop()
  expect(existsSync(another.directory)).toBe(false)
})

test.each([['first'], ['second']])(
  'the %s test starts with an empty database and ids from 1 [TST-02]',
  async () => {
    expect(await db.user.count()).toBe(0)
    expect((await aUser()).id).toBe(1)
  },
)
