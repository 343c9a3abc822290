import { expect, test } from 'vitest'
import { redactSpan } from './redact-span'

const span = { name: 'GET', attributes: {}, events: [], status: { code: 0 } }

test.each([
  ['http.target', '/search?q=private&token=abc', '/search'],
  ['http.target', '/reset-password/abc.def?next=/', '/reset-password/[redacted]'],
  ['http.target', '/verify-email/abc', '/verify-email/[redacted]'],
  ['url.path', '/unsubscribe/abc?x=1', '/unsubscribe/[redacted]'],
  ['http.url', 'https://api.pwnedpasswords.com/range/ABCDE', 'https://api.pwnedpasswords.com'],
  [
    'http.url',
    'http://user:password@localhost:9000/bucket/key?X-Amz-Signature=1',
    'http://[redacted]localhost:9000',
  ],
  ['next.span_name', 'fetch GET https://s3.example/bucket/key', 'fetch GET https://s3.example'],
  ['db.query.text', 'SELECT 1 WHERE a = ? AND b IN (?,?)', 'SELECT 1 WHERE a = ? AND b IN (?,?)'],
  ['any', 'Authorization: Bearer abcdef', 'Authorization: Bearer [redacted]'],
  ['any', 'Cookie: roost.session=abcdef', 'Cookie: roost.session=[redacted]'],
  ['http.status_code', 200, 200],
])('exports the attribute %s with the value %j as %j', (name, value, expected) => {
  expect(redactSpan({ ...span, attributes: { [name]: value } }).attributes).toEqual({ [name]: expected })
})

test('exports the type of an error without its message and stack, which can quote values', () => {
  const events = [
    {
      name: 'exception',
      attributes: {
        'exception.type': 'P2002',
        'exception.message': 'ann@example.com exists',
        'exception.stacktrace': 'at …',
      },
    },
  ]
  expect(redactSpan({ ...span, events, status: { code: 2, message: 'ann@example.com exists' } })).toEqual({
    ...span,
    events: [{ name: 'exception', attributes: { 'exception.type': 'P2002' } }],
    status: { code: 2 },
  })
})

test('exports the name of a span without the path of a URL', () => {
  const { name } = redactSpan({ ...span, name: 'fetch GET https://s3.example/exports/1?signature=2' })
  expect(name).toBe('fetch GET https://s3.example')
})
