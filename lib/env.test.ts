import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseEnv } from './env'

const AUTH_SECRET = randomBytes(33).toString('base64')
const production = (settings: Record<string, string> = {}) =>
  parseEnv({ NODE_ENV: 'production', AUTH_SECRET, ...settings })

test('nothing needs to be set in development, and an empty setting is an absent one', () => {
  const env = parseEnv({ POSTS_PER_PAGE: '', AUTH_SECRET: '', GRAVATAR: '', APP_URL: '' })
  expect(env).toMatchObject({ POSTS_PER_PAGE: 25, POST_MAX_LENGTH: 280, REMEMBER_DAYS: 365, BCRYPT_COST: 12 })
  expect(env).toMatchObject({ GRAVATAR: false, RATE_LIMITS: 'on', GUEST_PAGES: 'prerendered' })
})

describe('SEC-36 production does not start', () => {
  test('without a secret', () => expect(() => parseEnv({ NODE_ENV: 'production' })).toThrow('AUTH_SECRET'))

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
    expect(() => production({ AUTH_SECRET: secret })).toThrow('AUTH_SECRET'),
  )

  test('with cheap hashes', () => {
    expect(() => production({ BCRYPT_COST: '9' })).toThrow('BCRYPT_COST')
    expect(production({ BCRYPT_COST: '10' }).BCRYPT_COST).toBe(10)
  })
})

test.each([
  ['DATABASE_URL', 'mysql://localhost/roost'],
  ['APP_URL', 'roost.example'],
  ['APP_URL', 'javascript:alert(1)'],
  ['REMEMBER_DAYS', '0'],
  ['POSTS_PER_PAGE', '101'],
  ['POSTS_PER_PAGE', 'many'],
  ['POST_MAX_LENGTH', '10001'],
  ['GRAVATAR', 'maybe'],
  ['REDIS_URL', 'http://localhost'],
  ['S3_ENDPOINT', 'localhost'],
  ['LOG_LEVEL', 'loud'],
  ['ALLOWED_ORIGINS', '*'],
  ['ALLOWED_ORIGINS', 'roost.example, *.example'],
])('%s=%s is refused by name, without its value', (name, value) => {
  expect(() => production({ [name]: value })).toThrow(new RegExp(`\n  ${name}`))
  expect(() => production({ [name]: value })).not.toThrow(`: ${value}`)
})

test('every problem is told at once', () => {
  const start = () => parseEnv({ NODE_ENV: 'production', APP_URL: 'x', POSTS_PER_PAGE: '0' })
  expect(start).toThrow(/APP_URL.*AUTH_SECRET.*POSTS_PER_PAGE/s)
})

test.each([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
])('GRAVATAR=%s means %s', (value, meant) => expect(production({ GRAVATAR: value }).GRAVATAR).toBe(meant))

test('ALLOWED_ORIGINS takes hosts or whole origins', () => {
  const { ALLOWED_ORIGINS } = production({
    ALLOWED_ORIGINS: ' Roost.example, https://www.roost.example:8443 ,',
  })
  expect(ALLOWED_ORIGINS).toEqual(['roost.example', 'www.roost.example:8443'])
})
