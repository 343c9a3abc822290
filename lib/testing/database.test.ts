import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, inject, test } from 'vitest'
import { db, engine } from '../db/db'
import { databaseUrl, env } from '../env'
import { createTestDatabase } from './database'
import { aUser } from './factories'

test('a test file has a throw-away database of its own, on the engine asked for [TST-02]', async () => {
  expect(engine).toBe(process.env.TEST_ENGINE ?? 'sqlite')
  expect(env.DATA_DIR).toMatch(new RegExp(`^${tmpdir()}/roost-test-`))
  expect(databaseUrl).toMatch(engine === 'sqlite' ? `file:${env.DATA_DIR}/` : /\/roost_test_[0-9a-f]{16}/)
  const another = await createTestDatabase(inject('template'))
  expect(another.url).not.toBe(databaseUrl)
  await another.drop()
  expect(existsSync(another.directory)).toBe(false)
})

test.each([['first'], ['second']])('the %s test finds it empty, ids from 1 on [TST-02]', async () => {
  expect(await db.user.count()).toBe(0)
  expect((await aUser()).id).toBe(1)
})
