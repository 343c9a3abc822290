import { describe, expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { seeded } from '../testing/random'
import { type BodyPart, findAnnotations, parseBody } from './parse-body'

const links = (body: string) => parseBody(body).flatMap((part) => (part.kind === 'link' ? [part.href] : []))
const joined = (parts: BodyPart[]) => parts.map((part) => part.text).join('')

describe('links', () => {
  test.each([
    ['see https://example.com/a?b=c#d.', ['https://example.com/a?b=c#d']],
    ['(http://example.com/a_(b)) and http://example.org', ['http://example.com/a_(b)', 'http://example.org']],
    ['HTTPS://EXAMPLE.COM/', ['HTTPS://EXAMPLE.COM/']],
    ['mailto:ann@example.com, please', ['mailto:ann@example.com']],
    ['https://bücher.example/straße', ['https://bücher.example/straße']],
    ['日本語、https://example.com/日本 です', ['https://example.com/日本']],
    ['http://localhost:3000/x', ['http://localhost:3000/x']],
  ])('%s', (body, expected) => expect(links(body)).toEqual(expected))

  test.each([
    ['javascript:alert(1)'],
    ['JaVaScRiPt://example.com/%0aalert(1)'],
    ['data:text/html;base64,PHNjcmlwdD4='],
    ['vbscript:msgbox(1)'],
    ['ftp://example.com/x'],
    ['file:///etc/passwd'],
    ['//example.com'],
    ['example.com and readme.md'],
    ['ann@example.com'],
    ['http://'],
    ['https:// example.com'],
    ['tel:+123'],
    ['blob:https://x'],
  ])('finds no link in %s', (body) =>
    expect(links(body).filter((href) => !/^https?:\/\//.test(href))).toEqual([]),
  )
})

describe('mentions', () => {
  test.each([
    ['@ann', ['ann']],
    ['hi @Ann, @BOB! (@c_d)', ['ann', 'bob', 'c_d']],
    ['@ann @ANN @ann', ['ann']],
    ['ann@example.com', []],
    ['@a', []],
    [`@${'x'.repeat(31)}`, []],
    [`@${'x'.repeat(30)}.`, ['x'.repeat(30)]],
    ['@@ann', []],
    ['@ann@social.example', []],
    ['@añb', []],
    ['日本@ann', []],
    ['https://example.com/@ann', []],
    ['@ann.', ['ann']],
    ['“@ann”…@bob', ['ann', 'bob']],
  ])('%s', (body, expected) => expect(findAnnotations(body).usernames).toEqual(expected))
})

describe('tags', () => {
  test.each([
    ['#sea and #Sea', ['sea']],
    ['#日本語 ＃東京', ['日本語', '東京']],
    ['#العربية، #नमस्ते #ไทย', ['العربية', 'नमस्ते', 'ไทย']],
    ['#ÑANDÚ #Straße', ['ñandú', 'strasse']],
    ['#ﬁn', ['fin']],
    ['#1 #2026 #_', []],
    ['#2026goals', ['2026goals']],
    ['a#b &#123; /#c ##d', []],
    ['https://example.com/#top', []],
    ['#c++ #c# (#d)', ['c', 'd']],
    [`#${'x'.repeat(50)}`, ['x'.repeat(50)]],
    [`#${'x'.repeat(51)}`, []],
    [`#${'ﬃ'.repeat(17)}`, []],
    ['#می\u200cخواهم', ['می\u200cخواهم']],
  ])('%s', (body, expected) => expect(findAnnotations(body).tags).toEqual(expected))
})

const safe = (part: BodyPart) =>
  part.kind !== 'link' || ['http:', 'https:', 'mailto:'].includes(new URL(part.href).protocol)

test('returns parts that concatenate to the body, with http, https and mailto links only [SEC-21]', () => {
  const random = seeded(21)
  const pieces = [
    '@',
    '#',
    '＃',
    'http://',
    'https://',
    'mailto:',
    'javascript:',
    'data:',
    '//',
    'a',
    'B',
    '_',
    '.',
    ' ',
    '\n',
    '/',
    ':',
    '<script>',
    '"',
    '&#',
    'é',
    'e\u0301',
    '日',
    'ع',
    '👩‍👩‍👧',
    '\ud800',
    '\u200d',
    '%0a',
    '[',
    ')',
    '\u202e',
  ]
  const fuzz = Array.from({ length: 5000 }, () => random.text(pieces, 14))
  for (const body of [
    ...naughtyStrings,
    ...naughtyStrings.map((text) => `@ann #x https://e.co/${text}`),
    ...fuzz,
  ]) {
    const parts = parseBody(body)
    expect(joined(parts)).toBe(body)
    expect(parts.every(safe), body).toBe(true)
    expect(parts.every((part) => part.text !== '')).toBe(true)
  }
})

describe('parses 10,000 characters in linear time', () => {
  const hostile = [
    '@',
    '#',
    '@a',
    '#1',
    '＃',
    'a@',
    '@@#',
    'http://',
    'https://a.',
    'mailto:',
    'mailto:a@',
    ':',
    '://',
    '(',
    'http://(',
    'http://[',
    '#\u0301',
    '&#',
    '_',
    '@a_#',
    '"',
    'a.',
    'xn--',
    '\u200d',
    'http://a@',
    'https://a/"',
    'a:',
    'http:',
  ]
  const timeOf = (body: string) => {
    const start = performance.now()
    parseBody(body)
    return performance.now() - start
  }

  test.each(hostile.map((piece) => [piece]))('of repeated %j', (piece) => {
    const body = piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000)
    const best = (text: string) => Math.min(timeOf(text), timeOf(text), timeOf(text))
    expect(best(body)).toBeLessThan(100)
  })
})
