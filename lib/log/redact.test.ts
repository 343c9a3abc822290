import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { env } from '../env'
import { redactSecrets } from './redact'

const secret = 'S3cr3t-value_9'

test.each([
  ['a password', { form: { password: secret } }],
  ['a password with another name', { newPassword: secret, passwordHash: secret }],
  ['quotes and backslashes', { password: `"${secret}\\"` }],
  ['a token', { account: { access_token: secret } }],
  ['headers', { headers: { cookie: secret, 'set-cookie': [secret, secret], authorization: secret } }],
  ['a client secret', { clientSecret: secret, S3_SECRET_ACCESS_KEY: secret }],
  [
    'a reset link',
    { path: `/reset-password/${secret}`, msg: `GET https://roost.example/reset-password/${secret}?x` },
  ],
  [
    'a link to unsubscribe',
    { path: `/unsubscribe/${secret}`, msg: `POST https://roost.example/unsubscribe/${secret}` },
  ],
  [
    'links about email addresses',
    { path: `/verify-email/${secret}`, msg: `GET https://roost.example/undo-email-change/${secret}` },
  ],
  ['an address with credentials', { msg: `cannot reach postgresql://roost:${secret}@db.example:5432/roost` }],
  ['an authorization in a text', { msg: `sent Authorization: Bearer ${secret}` }],
  ['a session cookie in a text', { msg: `Cookie: a=b; __Host-roost.session=${secret}; c=d` }],
  ['a query', { url: `/api/auth/callback/github?code=${secret}&state=${secret}` }],
  ['a value that PostgreSQL quotes', { msg: `invalid input syntax for type integer: "${secret}"` }],
  ['a value out of range', { msg: `value "${secret}" is out of range for type integer` }],
])('removes %s from a log line', (_, entry) => {
  const line = redactSecrets(JSON.stringify({ level: 50, ...entry, requestId: 'abc' }))
  expect(line).not.toContain(secret)
  expect(JSON.parse(line)).toMatchObject({ level: 50, requestId: 'abc' })
})

test.each([['a'], ['token'], ['"'], ['a:'], ['x://']])('takes linear time for a long text of %j', (part) => {
  const text = part.repeat(100_000 / part.length)
  const started = performance.now()
  redactSecrets(JSON.stringify({ msg: text, [text]: text }))
  expect(performance.now() - started).toBeLessThan(2000)
})

test('removes the values of secret settings', () => {
  const line = redactSecrets(JSON.stringify({ msg: `signed with ${env.AUTH_SECRET}.` }))
  expect(JSON.parse(line)).toEqual({ msg: 'signed with [redacted].' })
})

describe('the headers for the collector of traces', () => {
  const redactWith = async (settings: Record<string, string>, text: string) => {
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
    onTestFinished(() => void vi.unstubAllEnvs())
    vi.resetModules()
    return (await import('./redact')).redactSecrets(text)
  }

  test.each(['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'])(
    'are removed when %s has them, as they are set and as they are sent',
    async (name) => {
      const list = 'x-dataset=production, API-Key = s3cr%2Bet%2F9 ;note=public,x%2Dtoken=abc=def=='
      const text = 'production s3cr%2Bet%2F9 s3cr+et/9 abc=def== public'
      expect(await redactWith({ [name]: list }, text)).toBe(
        'production [redacted] [redacted] [redacted] public',
      )
    },
  )

  test.each(['Authorization', 'x-api-key', 'X-Token', 'client-secret', 'cookie'])(
    'are secret with the name %s',
    async (name) => {
      expect(await redactWith({ OTEL_EXPORTER_OTLP_HEADERS: `${name}=opaque-value` }, 'opaque-value')).toBe(
        '[redacted]',
      )
    },
  )

  test('can be malformed', async () => {
    const settings = { OTEL_EXPORTER_OTLP_HEADERS: 'api-key=100%-secret,,api-key,=' }
    expect(await redactWith(settings, 'api-key 100%-secret')).toBe('api-key [redacted]')
  })
})

test('leaves other fields unchanged', () => {
  const entry = {
    event: 'user.password-changed',
    msg: 'wrong current password: no such table: posts',
    path: '/users/ann',
    err: {
      message: 'Unique constraint failed on the fields: (`email`)',
      stack: 'Error\n    at f (a.js:1:2)',
    },
  }
  expect(JSON.parse(redactSecrets(JSON.stringify(entry)))).toEqual(entry)
})
