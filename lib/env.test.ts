import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseEnv as parseFile } from 'node:util'
import { describe, expect, test } from 'vitest'
import { knownSettings } from '../scripts/setting-hints.mjs'
import { processSettings, wholeSetting } from '../scripts/settings.mjs'
import { databaseUrl, env, parseEnv, settingNames } from './env'

const AUTH_SECRET = randomBytes(33).toString('base64')
const production = (settings: Record<string, string> = {}) =>
  parseEnv({ NODE_ENV: 'production', AUTH_SECRET, ...settings })

test('requires no settings in development, and treats an empty setting as unset', () => {
  const env = parseEnv({ POSTS_PER_PAGE: '', AUTH_SECRET: '', GRAVATAR: '', APP_URL: ' ' })
  expect(env).toMatchObject({ POSTS_PER_PAGE: 25, POST_MAX_LENGTH: 280, REMEMBER_DAYS: 365, BCRYPT_COST: 12 })
  expect(env).toMatchObject({ GRAVATAR: false, RATE_LIMITS: 'on', GUEST_PAGES: 'prerendered' })
})

describe('.env.example [CFG-01]', () => {
  const example = parseFile(readFileSync('.env.example', 'utf8'))

  test('lists every setting, and no others', () => {
    expect([...Object.keys(example), 'NODE_ENV'].sort()).toEqual(
      [...new Set([...settingNames, ...Object.keys(processSettings)])].sort(),
    )
    expect(knownSettings().sort()).toEqual([...Object.keys(example), 'NODE_ENV'].sort())
  })

  test('contains only default values', () => {
    expect(parseEnv(example)).toEqual(parseEnv({}))
    for (const [name, { fallback, min }] of Object.entries(processSettings)) {
      if (min === undefined) expect(example[name] || undefined).toBe(fallback)
      else expect(wholeSetting(example, name)).toBe(fallback)
    }
  })

  test('is the only .env file that Git does not ignore', () => {
    const ignored = readFileSync('.gitignore', 'utf8').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['*.env', '.env.*', '!.env.example', '.data/']))
  })
})

describe('production does not start [SEC-36]', () => {
  test('without a secret, and says in one line how to generate one [CFG-04]', () =>
    expect(() => parseEnv({ NODE_ENV: 'production' })).toThrow(
      /^Roost cannot start: AUTH_SECRET is not set: .*openssl rand -base64 33 makes one\.$/,
    ))

  test.each([
    [''],
    ['short'],
    [AUTH_SECRET.slice(0, 31)],
    ['secret-secret-secret-secret-secret-0123456789'],
    ['changeme0123456789abcdefghijklmnopqrstuvwxyz'],
    ['CHANGE-ME 0123456789abcdefghijklmnopqrstuvw'],
    ['your-secret-here-0123456789abcdefghijklmnop'],
    ['a'.repeat(64)],
    ['abcabcabcabcabcabcabcabcabcabcabcabcabcabc'],
  ])('with the secret %j', (secret) =>
    expect(() => production({ AUTH_SECRET: secret })).toThrow(/: AUTH_SECRET (is|must) [^\n]*$/),
  )

  test('with a bcrypt cost below 10', () => {
    expect(() => production({ BCRYPT_COST: '9' })).toThrow('BCRYPT_COST')
    expect(production({ BCRYPT_COST: '10' }).BCRYPT_COST).toBe(10)
  })
})

test.each([
  ['DATABASE_URL', 'mysql://localhost/roost'],
  ['APP_URL', 'roost.example'],
  ['APP_URL', 'javascript:alert(1)'],
  ['APP_URL', 'https://'],
  ['APP_URL', 'https://roost.example/inside'],
  ['APP_URL', 'https://*.example'],
  ['GRAVATAR', 'maybe'],
  ['AUTO_MIGRATE', 'perhaps'],
  ['REDIS_URL', 'http://localhost'],
  ['REDIS_URL', 'redis://localhost:99999'],
  ['REDIS_URL', 'redis://'],
  ['SMTP_URL', 'http://mail.example'],
  ['SMTP_URL', 'mail.example:587'],
  ['SMTP_URL', 'smtp://ann:100%@mail.example'],
  ['MAIL_SERVER', 'smtp://mail.example'],
  ['MAIL_SERVER', 'mail.example:25'],
  ['ADMINS', 'nobody'],
  ['ADMINS', 'ann@example.com bob@example.com'],
  ['ADMINS', 'Ann <ann@example.com>'],
  ['MAIL_FROM', 'nobody'],
  ['MAIL_FROM', 'a@example.com, b@example.com'],
  ['S3_ENDPOINT', 'localhost'],
  ['LOG_LEVEL', 'loud'],
  ['ALLOWED_ORIGINS', '*'],
  ['ALLOWED_ORIGINS', 'roost.example, *.example'],
])('rejects %s=%s in one line that contains the name but not the value', (name, value) => {
  expect(() => production({ [name]: value })).toThrow(new RegExp(`^Roost cannot start: ${name} [^\\n]*\\.$`))
  expect(() => production({ [name]: value })).not.toThrow(
    new RegExp(` ${value.replace(/[*.]/g, '\\$&')}[ .]`),
  )
})

test('lists the addresses of ADMINS [RST-11]', () => {
  expect(production({ ADMINS: ' ann@example.com,bob@example.com, ' }).ADMINS).toEqual([
    'ann@example.com',
    'bob@example.com',
  ])
  expect(production().ADMINS).toEqual([])
})

test('reports all problems in one error, each of them once', () => {
  const start = () => parseEnv({ NODE_ENV: 'production', APP_URL: 'x', POSTS_PER_PAGE: '0' })
  expect(start).toThrow(
    /^[^\n]+:\n {2}APP_URL [^\n]+;\n {2}AUTH_SECRET [^\n]+;\n {2}POSTS_PER_PAGE [^\n]+\.$/,
  )
})

describe('a numeric setting [CFG-07]', () => {
  test.each([
    ['POSTS_PER_PAGE', '', 25],
    ['POSTS_PER_PAGE', '   ', 25],
    ['POSTS_PER_PAGE', '  25 ', 25],
    ['POSTS_PER_PAGE', '010', 10],
    ['MAIL_PORT', '', 25],
    ['MAIL_PORT', '587', 587],
  ] as const)('%s=%j is parsed as %i', (name, text, meant) =>
    expect(production({ [name]: text })[name]).toBe(meant),
  )

  test.each([
    ['POSTS_PER_PAGE', 'abc'],
    ['POSTS_PER_PAGE', '1.5'],
    ['POSTS_PER_PAGE', '1e1'],
    ['POSTS_PER_PAGE', '0x10'],
    ['POSTS_PER_PAGE', '-1'],
    ['POSTS_PER_PAGE', '2 5'],
    ['POSTS_PER_PAGE', '0'],
    ['POSTS_PER_PAGE', '101'],
    ['REMEMBER_DAYS', '0'],
    ['POST_MAX_LENGTH', '10001'],
    ['MESSAGE_MAX_LENGTH', '0'],
    ['MESSAGE_MAX_LENGTH', '10001'],
    ['POST_MAX_LENGTH', '9'.repeat(400)],
    ['MAIL_PORT', '65536'],
    ['MAIL_PORT', 'smtp'],
  ])('%s=%s is rejected in one line with the allowed range', (name, text) =>
    expect(() => production({ [name]: text })).toThrow(
      new RegExp(`^Roost cannot start: ${name} must be a whole number from \\d+ to \\d+\\.$`),
    ),
  )
})

test.each([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['On', true],
  ['0', false],
  ['false', false],
  ['no', false],
])('parses GRAVATAR=%s as %s', (value, meant) => expect(production({ GRAVATAR: value }).GRAVATAR).toBe(meant))

test('AUTO_MIGRATE has three states: on, off and not set', () => {
  const states = ['1', '0', ''].map((value) => production({ AUTO_MIGRATE: value }).AUTO_MIGRATE)
  expect(states).toEqual([true, false, undefined])
})

test('ALLOWED_ORIGINS accepts hosts and origins, and removes the default port of the scheme', () => {
  const { ALLOWED_ORIGINS } = production({
    ALLOWED_ORIGINS: ' Roost.example, https://www.roost.example:8443 ,https://tree.example:443/,',
  })
  expect(ALLOWED_ORIGINS).toEqual(['roost.example', 'www.roost.example:8443', 'tree.example'])
})

test('normalizes postgres:// to postgresql:// and trims DATABASE_URL [CFG-03]', () => {
  const { DATABASE_URL } = production({ DATABASE_URL: ' postgres://ann:s3cret@db.example/roost ' })
  expect(DATABASE_URL).toBe('postgresql://ann:s3cret@db.example/roost')
})

test('without DATABASE_URL the database is a file in the data directory [CFG-02]', () => {
  expect(production().DATABASE_URL).toBeUndefined()
  // The tests set DATABASE_URL; on SQLite it equals the default.
  if (process.env.TEST_ENGINE !== 'postgresql') expect(databaseUrl).toBe(`file:${env.DATA_DIR}/roost.db`)
})
