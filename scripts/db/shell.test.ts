import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { withConnection } from '../../lib/db/connection'
import { db } from '../../lib/db/db'
import { databaseUrl, env } from '../../lib/env'
import { emptyDatabase, engine } from '../../lib/testing/empty-database'
import { aPost, aUser, viewerOf } from '../../lib/testing/factories'
import { runScript } from '../../lib/testing/run-script'
import { upgradeDatabase } from './migrations/upgrade'

const testSettings = { DATABASE_URL: databaseUrl, DATA_DIR: env.DATA_DIR }
const shell = (args: string[], input?: string, settings: Record<string, string> = testSettings) =>
  runScript('scripts/db/shell.ts', args, settings, input)

describe('npm run shell', () => {
  test('--eval provides models, functions, factories and settings, and prints one value [CLI-01]', async () => {
    const { id } = await aUser({ username: 'john' })
    await aPost(await viewerOf(id), 'my first post!')
    expect(await shell(['--eval', 'User.findFirst()'])).toEqual({ code: 0, out: '<User john>\n', err: '' })
    const declared = 'const u = User.findFirst({ where: { username: "john" } }); u.username'
    expect(await shell(['--eval', declared])).toEqual({ code: 0, out: 'john\n', err: '' })
    const code = `
      const viewer = await viewerOf((await aUser({ username: 'susan' })).id)
      await followUser(viewer, 'john')
      for (const body of ['one', 'two']) await createPost(viewer, { body })
      const { items } = await homeFeed(viewer, null, env.POSTS_PER_PAGE)
      const { basename } = await import('node:path')
      items.map((post) => basename(post.body))`
    const made = await shell(['--json', '--eval', code])
    expect(made).toEqual({ code: 0, out: '["two","one","my first post!"]\n', err: '' })
    expect(await db.post.count()).toBe(3)
  })

  test('runs piped code in order and prints every expression [CLI-01]', async () => {
    const input = "const made = await aUser({ username: 'mary' })\nUser.count()\nmade.username\n"
    expect(await shell([], input)).toEqual({ code: 0, out: '1\nmary\n', err: '' })
    expect(await shell(['--json'], input.replace('mary', 'david'))).toMatchObject({ out: '2\n"david"\n' })
    expect(await shell([], '')).toEqual({ code: 0, out: '', err: '' })
  })

  test.each([
    [['--eval', 'nope'], /^ReferenceError: nope is not defined\n$/],
    [['--eval', 'User.findFirst({ where: { nme: 1 } })'], /^Unknown argument `nme`.*\n$/],
    [['--eval', "followUser(await viewerOf(999), 'x')"], /^Foreign key constraint violated[^\n]*\n$/],
    [['--nope'], /^Unknown option '--nope'; try: npm run shell -- --help\n$/],
    [['stray'], /^Unexpected argument 'stray'.*--help\n$/],
  ])('%j prints an error in one line and exits with 1', async (args, line) => {
    const { code, out, err } = await shell(args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(line)
  })

  test('writes concurrently with another process without losing a write [CLI-01]', async () => {
    const viewer = await viewerOf((await aUser({ username: 'john' })).id)
    const code = `
      const other = await viewerOf((await aUser()).id)
      for (let n = 0; n < 50; n++) await createPost(other, { body: 'from the shell' })
      Post.count({ where: { author: { username: { not: 'john' } } } })`
    let running = true
    const child = shell(['--eval', code]).finally(() => {
      running = false
    })
    let written = 0
    for (; running; written++) {
      await aPost(viewer, 'from the server')
      await nextTurn()
    }
    expect(await child).toEqual({ code: 0, out: '50\n', err: '' })
    expect(await db.post.count()).toBe(50 + written)
  })

  test('redacts secrets in printed settings, also as JSON', async () => {
    const settings = {
      ...testSettings,
      AUTH_SECRET: 'a-secret-of-thirty-two-characters!',
      REDIS_URL: 'redis://:hidden@x',
    }
    for (const flags of [[], ['--json']]) {
      const { code, out } = await shell([...flags, '--eval', 'env'], '', settings)
      expect(code).toBe(0)
      expect(out).toContain('POSTS_PER_PAGE')
      expect(out).not.toMatch(/thirty-two|hidden/)
    }
    expect((await shell(['--eval', 'env.AUTH_SECRET'], '', settings)).out).toContain('thirty-two')
  })

  test('--help prints the usage', async () => {
    expect(await shell(['--help'])).toMatchObject({ code: 0, err: '' })
  })
})

describe('without configuration', () => {
  const database = emptyDatabase()

  test('the shell and the route list work from any directory, with only DATA_DIR set [CLI-02]', async () => {
    const settings = { DATA_DIR: join(database.directory, 'data') }
    const file = join(settings.DATA_DIR, 'roost.db')
    expect(await shell(['--eval', '1'], '', settings)).toEqual({
      code: 1,
      out: '',
      err: `There is no file ${file}: npm run db -- upgrade creates it.\n`,
    })
    await upgradeDatabase(`file:${file}`)
    expect(await shell(['--eval', 'User.count()'], '', settings)).toMatchObject({ out: '0\n' })
    expect((await runScript('scripts/routes.ts', [], {})).out).toContain('/users/[username]')
  })

  test('a database without tables is reported in one line with the command to run', async () => {
    if (engine === 'sqlite') await withConnection(database.url, async () => {}, { create: true })
    const { code, err } = await shell(['--eval', '1'], '', {
      DATA_DIR: database.directory,
      DATABASE_URL: database.url,
    })
    expect(code).toBe(1)
    expect(err).toMatch(/^\S+ has no tables yet: npm run db -- upgrade creates them\.\n$/)
  })
})

test('npm run routes lists every page with its gate [CLI-03]', async () => {
  const { out } = await runScript('scripts/routes.ts', [], {})
  expect(out).toMatch(/^\/account +member +app\/\(dynamic\)\/account\/page\.tsx$/m)
  expect(out).toMatch(/^\/posts\/\[id\]\/edit +author /m)
  expect(out).toMatch(/^\/api\/health +handler /m)
  const { routes } = await import('../../lib/request/routes')
  const paths = out.split('\n').map((line) => line.replace(/ .*/, '').replace(/\[\w+\]/g, '1'))
  for (const { pattern } of routes) expect(paths.some((path) => pattern.test(path))).toBe(true)
})
