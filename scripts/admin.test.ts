import { join } from 'node:path'
import { expect, test } from 'vitest'
import { env } from '../lib/env'
import { aUser } from '../lib/testing/factories'
import { runScript } from '../lib/testing/run-script'

const admin = (args: string[], settings: Record<string, string> = {}) =>
  runScript('scripts/admin.ts', args, {
    DATABASE_URL: process.env.DATABASE_URL ?? '',
    DATA_DIR: env.DATA_DIR,
    ...settings,
  })

test('grants, lists and revokes the role of administrators', async () => {
  await aUser({ username: 'Ann' })
  expect(await admin(['list'])).toEqual({
    code: 0,
    out: 'There is no administrator: npm run admin -- grant USERNAME\n',
    err: '',
  })
  expect((await admin(['grant', '@ann'])).out).toBe('Ann is now an administrator.\n')
  expect((await admin(['grant', 'Ann'])).out).toBe('Ann is already an administrator.\n')
  expect((await admin(['list'])).out).toBe('Ann\n')
  expect((await admin(['revoke', 'ANN'])).out).toBe('Ann is now a member without administration rights.\n')
  expect((await admin(['list'])).out).toMatch(/^There is no administrator/)
})

test.each([
  [[], /^Use npm run admin -- list, grant USERNAME or revoke USERNAME\.\n$/],
  [['grant'], /^Use npm run admin/],
  [['grant', 'a', 'b'], /^Use npm run admin/],
  [['list', 'a'], /^Use npm run admin/],
  [['make', 'a'], /^Use npm run admin/],
  [
    ['grant', 'nobody'],
    /^There is no member called nobody: sign up on the site first, or correct the name\.\n$/,
  ],
])('fails with one line that says what to do for %j', async (args, line) => {
  const { code, out, err } = await admin(args)
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(line)
})

test('says how to create a database that does not exist', async () => {
  const { code, err } = await admin(['list'], { DATABASE_URL: `file:${join(env.DATA_DIR, 'none.db')}` })
  expect(code).toBe(1)
  expect(err).toMatch(/^[^\n]*npm run db -- upgrade[^\n]*\n$/)
})

test('prints its usage', async () => {
  const { code, out } = await admin(['--help'])
  expect(code).toBe(0)
  expect(out).toContain('npm run admin -- revoke USERNAME')
})
