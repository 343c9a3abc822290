import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { authenticate } from '../lib/credentials/mutations'
import { db, engine, transaction } from '../lib/db/db'
import { env } from '../lib/env'
import { getResetAccount } from '../lib/recovery/queries'
import { aPost, aUser, aViewer, testPassword, viewerOf } from '../lib/testing/factories'
import { runScript } from '../lib/testing/run-script'

const admin = (args: string[], settings: Record<string, string> = {}, input = '') => {
  const { DATABASE_URL = '', AUTH_SECRET = '' } = process.env
  const own = { DATABASE_URL, AUTH_SECRET, DATA_DIR: env.DATA_DIR, APP_URL: 'https://roost.example' }
  return runScript('scripts/admin.ts', args, { ...own, ...settings }, input)
}
const isAdmin = async (username: string) =>
  (await db.user.findFirst({ where: { username } }))?.role === 'admin'

test('grants and revokes the role of administrators', async () => {
  await aUser({ username: 'Ann' })
  expect((await admin(['grant', '@ann'])).out).toBe('Ann is now an administrator.\n')
  expect((await admin(['grant', 'Ann'])).out).toBe('Ann is already an administrator.\n')
  expect((await admin(['revoke', 'ANN'])).out).toBe('Ann is now a member without administration rights.\n')
})

test('lists the administrators', async () => {
  expect(await admin(['list'])).toEqual({
    code: 0,
    out: 'There is no administrator: npm run admin -- grant USERNAME, or create-admin.\n',
    err: '',
  })
  await aUser({ username: 'Ann', role: 'admin' })
  expect((await admin(['list'])).out).toBe('Ann\n')
  expect((await admin(['list', '--json'])).out).toBe('["Ann"]\n')
})

describe('create-admin', () => {
  test('generates a password, prints it once, and creates an administrator who can log in', async () => {
    const { code, out } = await admin(['create-admin', 'susan', 'susan@example.com'])
    const password =
      /^susan is now an administrator\.\nPassword, shown only now: (\S+)\n$/.exec(out)?.[1] ?? ''
    expect([code, await isAdmin('susan')]).toEqual([0, true])
    await expect(authenticate('susan', password, '192.0.2.1')).resolves.toMatchObject({ id: 1 })
    expect((await db.user.findFirst())?.emailVerified).toBeInstanceOf(Date)
    expect(JSON.stringify(await db.user.findFirst())).not.toContain(password)
  })

  test('reads the password from standard input, and does not print it', async () => {
    const args = ['create-admin', 'susan', 'susan@example.com', '--password-stdin']
    const { code, out } = await admin(args, {}, `${testPassword}\n`)
    expect([code, out]).toEqual([0, 'susan is now an administrator.\n'])
    await expect(authenticate('susan', testPassword, '192.0.2.1')).resolves.toMatchObject({ id: 1 })
  })

  test.each([
    [['susan', 'susan'], '', /^email: [^\n]+\n$/],
    [['susan', 'susan@example.com', '--password-stdin'], 'short\n', /^password: [^\n]+\n$/],
    [['taken', 'susan@example.com'], '', /^username: [^\n]+\n$/],
    [['susan', 'taken@example.com'], '', /^email: [^\n]+\n$/],
  ])('refuses %j with the input %j in one line', async (args, input, line) => {
    await aUser({ username: 'taken' })
    const { code, out, err } = await admin(['create-admin', ...args], {}, input)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(line)
    expect(await db.user.count()).toBe(1)
  })
})

describe('reset-password', () => {
  test('prints a link that the web server accepts', async () => {
    await aUser({ username: 'Ann' })
    const { code, out } = await admin(['reset-password', 'ann'])
    const token = /^https:\/\/roost\.example\/reset-password\/([\w.-]+)\n$/.exec(out)?.[1] ?? ''
    expect([code, await getResetAccount(token)]).toEqual([0, expect.objectContaining({ username: 'Ann' })])
  })

  test('sends the mail instead with --mail', async () => {
    await aUser({ username: 'Ann' })
    expect(await admin(['reset-password', 'ann', '--mail'])).toMatchObject({
      code: 0,
      out: 'An email with the link to Ann is queued.\n',
    })
    expect(await db.job.findMany()).toMatchObject([{ kind: 'password-reset' }])
    expect(await db.userToken.count()).toBe(0)
  })

  test('needs the secret of the web server, and a member who is not suspended', async () => {
    const { id } = await aUser({ username: 'Ann' })
    const settings = { AUTH_SECRET: '', DATA_DIR: join(env.DATA_DIR, 'empty') }
    expect((await admin(['reset-password', 'ann'], settings)).err).toMatch(/^AUTH_SECRET is not set/)
    await transaction((tx) => tx.user.update({ where: { id }, data: { bannedAt: new Date() } }))
    expect(await admin(['reset-password', 'ann'])).toMatchObject({
      code: 1,
      err: 'Ann is suspended, so the link would not work: npm run admin -- unsuspend Ann\n',
    })
  })
})

test('suspends a member, whose sessions end, and lets them log in again', async () => {
  const { id } = await aUser({ username: 'Ann' })
  await viewerOf(id)
  expect(await admin(['suspend', '@ann'])).toMatchObject({
    code: 0,
    out: 'Ann is now suspended: all sessions have ended.\n',
  })
  expect(await db.session.count()).toBe(0)
  await expect(authenticate('ann', testPassword, '192.0.2.1')).rejects.toMatchObject({ code: 'banned' })
  expect((await admin(['suspend', 'ann'])).out).toBe('Ann is already suspended.\n')
  expect((await admin(['unsuspend', 'ann'])).out).toBe('Ann can log in again.\n')
  expect((await admin(['unsuspend', 'ann'])).out).toBe('Ann is not suspended.\n')
  await authenticate('ann', testPassword, '192.0.2.1')
})

test('logs changes on standard error and in LOG_FILE regardless of LOG_LEVEL, without secrets', async () => {
  const { id } = await aUser({ username: 'Ann' })
  const file = join(env.DATA_DIR, 'roost.log')
  writeFileSync(file, 'earlier\n')
  const settings = { LOG_LEVEL: 'error', LOG_FILE: file }
  const lines: string[] = []
  for (const args of [
    ['grant', 'ann'],
    ['suspend', 'ann'],
    ['unsuspend', 'ann'],
    ['reset-password', 'ann'],
    ['reset-password', 'ann', '--mail'],
  ]) {
    const { out, err } = await admin(args, settings)
    lines.push(...err.split('\n').filter((line) => line.startsWith('{')))
    const token = out.split('/reset-password/')[1]?.trim()
    if (token) expect(lines.join('\n')).not.toContain(token)
  }
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    ['user.role', 'user.suspended', 'user.unsuspended', 'user.reset-link', 'user.reset-mail'].map(
      (event) => ({
        event,
        userId: id,
        time: expect.any(String),
      }),
    ),
  )
  expect(readFileSync(file, 'utf8')).toBe(`earlier\n${lines.join('\n')}\n`)
})

test('does not create LOG_FILE, which the web server could not write then', async () => {
  await aUser({ username: 'Ann' })
  const file = join(env.DATA_DIR, 'none.log')
  expect((await admin(['suspend', 'ann'], { LOG_FILE: file })).err).toMatch(
    /^\{[^\n]*user\.suspended[^\n]*\n$/,
  )
  expect(existsSync(file)).toBe(false)
})

test('counts members, posts, jobs, files and bytes', async () => {
  const ann = await aViewer({ role: 'admin' })
  await aPost(ann)
  const { code, out } = await admin(['stats', '--json'])
  expect([code, JSON.parse(out)]).toEqual([
    0,
    {
      members: { all: 1, active: 1, admins: 1, suspended: 0, pendingDeletion: 0 },
      content: { posts: 1, messages: 0 },
      jobs: { waiting: 0, running: 0, recurring: 0, failed: 0 },
      storage: { files: 0, bytes: 0 },
      database: { engine, bytes: expect.any(Number) },
    },
  ])
  expect(JSON.parse(out).database.bytes).toBeGreaterThan(100_000)
  expect((await admin(['stats'])).out).toMatch(
    /^members {7}1 \(1 active, 1 admins, 0 suspended, 0 pending deletion\)\nposts {9}1\n/,
  )
})

test.each([
  [[], /^No command given: npm run admin -- --help lists the commands\.\n$/],
  [['constructor', 'a'], /^Unknown command "constructor"/],
  [['grant'], /^Use npm run admin -- grant USERNAME\.\n$/],
  [['list', '--all'], /^Unknown option '--all'; try: npm run admin -- --help\n$/],
  [['suspend', 'nobody'], /^There is no member "nobody": check the spelling\.\n$/],
  [
    ['grant', 'nobody'],
    /^There is no member "nobody": sign up on the site first, or check the spelling\.\n$/,
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
