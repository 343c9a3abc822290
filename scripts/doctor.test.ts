import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engine } from '../lib/db/db'
import { env } from '../lib/env'
import { runScript } from '../lib/testing/run-script'
import { startSmtpServer } from '../lib/testing/smtp'
import { clockFinding } from './doctor/database'
import { diskFinding } from './doctor/directory'
import { runChecks } from './doctor/finding'
import { explainRedisError } from './doctor/services'
import { nodeFinding, npmFinding } from './doctor/versions'
import { unusedPort } from './unused-port.mjs'

/** Runs the command. @returns its exit code, and the lines by part */
async function doctor(settings: Record<string, string> = {}) {
  const { DATABASE_URL = '', AUTH_SECRET = '' } = process.env
  const own = { DATABASE_URL, AUTH_SECRET, DATA_DIR: env.DATA_DIR, APP_URL: 'http://localhost:3000' }
  const { code, out, err } = await runScript('scripts/doctor.ts', [], { ...own, ...settings })
  const lines = out.trimEnd().split('\n')
  const of = (part: string) =>
    lines.filter((line) => line.slice(9).startsWith(`${part} `)).map((line) => line.replace(/ +/g, ' '))
  return { code, err, of, levels: new Set(lines.map((line) => line.split(' ')[0])) }
}

test('finds no problem with good settings, and exits with 0', async () => {
  const smtp = await startSmtpServer()
  const { code, err, of, levels } = await doctor({ SMTP_URL: smtp.url })
  expect([code, err, levels.has('problem')]).toEqual([0, '', false])
  expect(of('settings')).toEqual(['ok settings All settings are valid, and there is a secret.'])
  expect(of('database')).toEqual([`ok database ${engine} answers, and all migrations are applied`])
  expect(of('storage')).toEqual(['ok storage the data directory stores, returns and deletes an object'])
  expect(of('mail')[0]).toMatch(/^ok mail 127\.0\.0\.1:\d+ accepts/)
  expect([of('data').length, of('disk').length]).toEqual([1, 1])
  expect(of('clock')).toHaveLength(engine === 'postgresql' ? 1 : 0)
  expect(smtp.accepted).toEqual([])
})

test('names every part that does not work in one line, without secrets, and exits with 1', async () => {
  const port = await unusedPort()
  const { code, err, of } = await doctor({
    SMTP_URL: `smtp://ann:s3cret-word@127.0.0.1:${port}`,
    REDIS_URL: `redis://127.0.0.1:${port}`,
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_BUCKET: 'pictures',
    S3_ACCESS_KEY_ID: 'key',
    S3_SECRET_ACCESS_KEY: 's3cret-word',
    APP_URL: 'https://roost.example',
    AUTH_GITHUB_ID: 'only one of two',
  })
  expect([code, err]).toEqual([1, ''])
  for (const part of ['mail', 'redis', 'storage']) {
    expect(of(part), part).toEqual([expect.stringMatching(/^problem .*(correct|check)/)])
    expect(of(part)[0]).not.toContain('s3cret-word')
  }
  expect(of('site')[0]).toMatch(/^warning site .*TRUST_PROXY is 0/)
  expect(of('settings').join()).toContain('AUTH_GITHUB_SECRET must be set too')
})

test('stops at a setting that is invalid, and says how to correct it', async () => {
  const { code, of } = await doctor({ POSTS_PER_PAGE: '0' })
  expect([code, of('database')]).toEqual([1, []])
  expect(of('settings')).toEqual([
    'problem settings Roost cannot start: POSTS_PER_PAGE must be a whole number from 1 to 100.',
  ])
})

test('a data directory that cannot be written is a problem', async () => {
  const file = join(env.DATA_DIR, 'file')
  await writeFile(file, '')
  const { code, of } = await doctor({ DATA_DIR: file })
  expect(code).toBe(1)
  expect(of('data')).toEqual([expect.stringMatching(/^problem data .* cannot be written \(EEXIST\): give/)])
})

test('settings that the server would refuse or that have no effect are named', async () => {
  const file = join(env.DATA_DIR, 'not-a-directory')
  await writeFile(file, '')
  const level = await doctor({ LOG_LEVEL: 'verbose' })
  expect([level.code, level.of('settings').join()]).toEqual([1, expect.stringContaining('LOG_LEVEL must be')])
  const { code, of } = await doctor({
    NODE_ENV: 'development',
    JOBS: 'cron',
    RATE_LIMITS: 'off',
    LOG_FILE: join(file, 'roost.log'),
    DATABASE_URL: `file:${file}/roost.db`,
  })
  expect(code).toBe(1)
  expect(of('settings').join()).toMatch(/CRON_SECRET must be set too.*RATE_LIMITS is off/)
  expect(of('log')).toEqual([expect.stringContaining('cannot be written (ENOTDIR)')])
  expect(of('database')).toEqual([expect.stringContaining('cannot be created (ENOTDIR)')])
  const cheap = await doctor({ NODE_ENV: 'development', BCRYPT_COST: '4' })
  expect([cheap.code, cheap.of('settings').join()]).toEqual([
    1,
    expect.stringContaining('BCRYPT_COST must be'),
  ])
})

describe('single checks', () => {
  test.each([
    ['WRONGPASS invalid username-password pair', /refuses the password/],
    ['NOAUTH Authentication required.', /refuses the password/],
    ["READONLY You can't write against a read only replica.", /stores nothing.*READONLY/],
    ["OOM command not allowed when used memory > 'maxmemory'.", /stores nothing.*OOM/],
    ['connect ECONNREFUSED 127.0.0.1:6379', /does not answer: start it/],
  ])('explains the error of Redis "%s"', (message, text) =>
    expect(explainRedisError(new Error(message))).toMatch(text),
  )

  test.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /REDIS_TLS=no-verify/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /REDIS_TLS=no-verify/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /REDIS_TLS=no-verify/],
    ['CERT_HAS_EXPIRED', /does not answer.*certificate/],
  ])('explains the refusal of the certificate of Redis with %s', (code, text) =>
    expect(explainRedisError(Object.assign(new Error('certificate'), { code }))).toMatch(text),
  )

  test.each([
    [nodeFinding('20.18.0'), 'problem'],
    [nodeFinding('20.20.0'), 'warning'],
    [nodeFinding('24.1.0'), 'ok'],
    [nodeFinding('26.1.0'), 'problem'],
    [npmFinding('9.1.0'), 'warning'],
    [npmFinding(null), 'warning'],
    [npmFinding('11.0.0'), 'ok'],
    [diskFinding(100_000_000), 'problem'],
    [diskFinding(900_000_000), 'warning'],
    [diskFinding(2_000_000_000), 'ok'],
    [clockFinding(-5.1), 'problem'],
    [clockFinding(0.2), 'ok'],
  ])('%j', ({ level }, expected) => expect(level).toBe(expected))

  test('one that throws is a problem of its part', async () => {
    const failing = async () => {
      throw new Error('out of order')
    }
    expect(await runChecks({ mail: failing })).toEqual([
      { level: 'problem', part: 'mail', text: 'out of order' },
    ])
  })
})
