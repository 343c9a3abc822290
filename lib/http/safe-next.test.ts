import { describe, expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { seeded } from '../testing/random'
import { safeNext } from './safe-next'

const encode = (text: string) =>
  text.replace(/./g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`)

test.each([
  ['/users/susan?page=2'],
  ['/'],
  ['/explore?before=1763700000000-12'],
  ['/tags/%C3%B1and%C3%BA#top'],
  ['/search?q=a%2Fb%20c&x=//y'],
  ['/posts/1?next=https://evil.example'],
  ['/loginhelp'],
  ['/users/login'],
  ['/guestbook'],
])('returns %s unchanged [NXT-01]', (next) => {
  expect(safeNext(next)).toBe(next)
})

test('percent-encodes non-ASCII characters', () => {
  expect(safeNext('/tags/ñandú?q=日本#é')).toBe('/tags/%C3%B1and%C3%BA?q=%E6%97%A5%E6%9C%AC#%C3%A9')
})

describe('safeNext falls back to /', () => {
  test.each([
    ['https://evil.example'],
    ['HTTP://evil.example/'],
    ['//evil.example'],
    ['//evil.example/%2f..'],
    ['//user@evil.example'],
    ['ftp://evil.example'],
  ])('%s [NXT-02]', (next) => expect(safeNext(next)).toBe('/'))

  test.each([
    ['///evil.example'],
    ['////evil.example'],
    ['/\\evil.example'],
    ['\\/evil.example'],
    ['\\\\evil.example'],
    ['/\\/evil.example'],
    ['/x\\..\\\\evil.example'],
    ['https:evil.example'],
    ['https:/evil.example'],
    ['https:///evil.example'],
    ['evil.example'],
    ['@evil.example'],
    ['.evil.example'],
    ['/.//evil.example'],
    ['/..//evil.example'],
    ['/x/..//evil.example'],
    ['/x/%2e%2e//evil.example'],
    ['/%2E//evil.example'],
  ])('%s [NXT-03]', (next) => expect(safeNext(next)).toBe('/'))

  test.each([
    ['javascript:alert(1)'],
    ['JavaScript:alert(1)//'],
    ['java\nscript:alert(1)'],
    ['data:text/html,<script>alert(1)</script>'],
    ['vbscript:x'],
    ['blob:https://x/y'],
    ['file:///etc/passwd'],
    ['view-source:/'],
  ])('%j [NXT-04]', (next) => expect(safeNext(next)).toBe('/'))

  test.each([
    [' //evil.example'],
    ['\t//evil.example'],
    ['\n/x'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['/\r/evil.example'],
    ['/x\r\nSet-Cookie: a=b'],
    ['/ /evil.example'],
    ['/\u0000/evil.example'],
    ['/\u0085/evil.example'],
    ['%09//evil.example'],
    ['/%09/evil.example'],
    ['/%0d%0aLocation:%20https://evil.example'],
    ['/%0A/evil.example'],
    ['/%2fevil.example'],
    ['/%2F%2Fevil.example'],
    ['/%5cevil.example'],
    ['/x%5C..%5C/evil.example'],
    ['%2f%2fevil.example'],
    ['/%00'],
    ['/%7f'],
  ])('for another origin: %j [NXT-05]', (next) => expect(safeNext(next)).toBe('/'))

  test.each([
    ['/login'],
    ['/login/'],
    ['/login//'],
    ['/LogIn'],
    ['/login?next=/account'],
    ['/login#x'],
    ['/logout'],
    ['/signup?x=1'],
    [encode('login').replace(/^/, '/')],
    ['/x/../login'],
    ['/x/%2e%2e/logout'],
    ['/guest/en/explore'],
    ['/guest'],
    ['/%e0%a4%a'],
  ])('for a log-in or internal page: %s [NXT-06]', (next) => expect(safeNext(next)).toBe('/'))

  test.each([
    [undefined],
    [null],
    [''],
    [['/a'] as unknown as string],
    [{} as never],
    ['/'.padEnd(2001, 'x')],
  ])('for an input that is not a path: %j', (next) => expect(safeNext(next)).toBe('/'))
})

/** Resolves a redirect as a browser does. */
const resolve = (next: string) => new URL(next, 'https://roost.example/login?x=1')

test('returns a path of this site for any input and is idempotent [SEC-34]', () => {
  const random = seeded(34)
  const pieces = [
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '%09',
    '\t',
    '\n',
    ' ',
    ':',
    '@',
    '?',
    '#',
    'https:',
    'evil.example',
    'a',
    '%',
    '\u0000',
    'ñ',
  ]
  const fuzz = Array.from({ length: 20_000 }, () => random.text(pieces, 9))
  for (const input of [...naughtyStrings, ...fuzz, ...fuzz.map((text) => `/${text}`)]) {
    const next = safeNext(input)
    expect(resolve(next).origin, input).toBe('https://roost.example')
    expect(next, input).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/)
    expect(safeNext(next), input).toBe(next)
  }
})
