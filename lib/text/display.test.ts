import { describe, expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { seeded } from '../testing/random'
import { collapseParts } from './collapse'
import { collapseBlankLines, type DisplayPart, displayParts } from './display'

const textOf = (parts: DisplayPart[]) => parts.map(({ text }) => text).join('')

describe('blank lines', () => {
  test.each([
    ['keeps two', 'a\n\n\nb', 'a\n\n\nb'],
    ['collapses three to two', 'a\n\n\n\nb', 'a\n\n\nb'],
    ['collapses two hundred to two', `a${'\n'.repeat(200)}b`, 'a\n\n\nb'],
    ['counts lines of white space', 'a\n \t\n\u00a0\n\u3000\n\nb', 'a\n\n\nb'],
    ['counts lines of invisible characters', 'a\n\u200b\n\u2060\n\u3164\n\u2800\nb', 'a\n\n\nb'],
    ['counts line and paragraph separators', 'a\u2028\u2029\u2028\u2028\u2029b', 'a\n\n\nb'],
    ['keeps the indentation of the next line', 'a\n\n\n\n    b', 'a\n\n\n    b'],
    ['collapses every run', 'a\n\n\n\n\nb\n\nc\n\n\n\nd', 'a\n\n\nb\n\nc\n\n\nd'],
    ['keeps a joined emoji at the end of a line', 'a\n\n\n👩‍🚀\n\nb', 'a\n\n\n👩‍🚀\n\nb'],
  ])('%s', (_, body, shown) => expect(collapseBlankLines(body)).toBe(shown))

  test('takes linear time', () => {
    for (const body of [' \n'.repeat(50_000), `${' '.repeat(50_000)}\n`.repeat(4)]) {
      const started = performance.now()
      collapseBlankLines(`${body.repeat(2)}x`)
      expect(performance.now() - started).toBeLessThan(500)
    }
  })
})

const shown = (body: string) => textOf(displayParts(body))
const link = (body: string) => displayParts(body).find((part) => part.kind === 'link')

describe('URLs', () => {
  const path = 'a/rather/long/path/with-many-words.html'
  test.each([
    ['does not change short URLs', 'https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['does not change a short URL with a port', 'http://localhost:3000/x', 'http://localhost:3000/x'],
    ['shortens long URLs', `https://example.com/${path}?x=1`, 'example.com/a/rather/long/path/with-man…'],
    [
      'removes the scheme of a URL that is just too long',
      `https://example.com/${'p'.repeat(25)}`,
      `example.com/${'p'.repeat(25)}`,
    ],
    ['truncates a query', `https://example.com?${'q'.repeat(60)}`, `example.com?${'q'.repeat(27)}…`],
    [
      'shows the port with the host',
      `https://example.com:8443/${path}`,
      'example.com:8443/a/rather/long/path/wit…',
    ],
    [
      'does not split a percent escape',
      `https://example.com/${'x'.repeat(26)}%E3%81%82`,
      `example.com/${'x'.repeat(26)}…`,
    ],
    [
      'does not split an emoji',
      `https://example.com/${'x'.repeat(26)}👩‍🚀👩‍🚀${'x'.repeat(9)}`,
      `example.com/${'x'.repeat(26)}…`,
    ],
    [
      'does not percent-encode the letters of a path',
      `https://example.com/日本語/${'長'.repeat(60)}`,
      `example.com/日本語/${'長'.repeat(23)}…`,
    ],
  ])('%s', (_, body, text) => {
    expect(shown(body)).toBe(text)
    expect(link(body)).toMatchObject({ href: body, ...(text !== body && { title: body }) })
    expect(link(body)?.kind === 'link' && text === body && 'title' in (link(body) ?? {})).toBe(false)
  })

  const long = `accounts.google.com.${'sub.'.repeat(6)}`
  test.each([
    ['shows a long host completely', `https://${long}evil.example/${path}`, `${long}evil.example/…`],
    ['shows a long host without a path completely', `https://${long}evil.example`, `${long}evil.example`],
    ['shows an internationalized host in Punycode', 'https://аррӏе.com/x', 'xn--80ak6aa92e.com/x'],
    [
      'shows a harmless internationalized host in Punycode too',
      'https://bücher.example/straße',
      'xn--bcher-kva.example/straße',
    ],
    ['shows fullwidth letters as ASCII', 'https://ｅｖｉｌ.example/x', 'evil.example/x'],
    ['shows a number as an IP address', 'http://2130706433/x', '127.0.0.1/x'],
    ['removes bidirectional controls', 'https://evil.example/\u202emoc.elgoog', 'evil.example/moc.elgoog'],
  ])('%s', (_, body, text) => {
    const part = displayParts(body).find(({ kind }) => kind === 'link')
    expect(part).toMatchObject({ text, title: expect.anything() })
  })

  test('shows the host that a browser opens', () => {
    const random = seeded(30)
    const pieces = [
      'https://',
      'http://',
      'user',
      ':',
      '@',
      'evil.example',
      'bücher.example',
      '/',
      '\\',
      '?',
      '#',
      '%2f',
      '.',
      '\u202e',
      'ａ',
      'x'.repeat(30),
    ]
    for (let round = 0; round < 3000; round += 1) {
      const body = `https://${random.text(pieces, 8)}`
      for (const part of displayParts(body)) {
        if (part.kind !== 'link' || !part.href.startsWith('http')) continue
        const visible = part.text.replace(/^https?:\/\//, '')
        const { host } = new URL(part.href)
        expect(visible.startsWith(host), part.href).toBe(true)
        expect(visible.slice(host.length), part.href).toMatch(/^($|[/?#…])/)
      }
    }
  })

  test('does not change mail addresses, mentions, tags and text', () => {
    const body = `mailto:${'ann'.repeat(20)}@example.com @${'a'.repeat(30)} #${'t'.repeat(50)} ${'w'.repeat(99)}`
    expect(shown(body)).toBe(body)
    expect(displayParts(body).some((part) => 'title' in part)).toBe(false)
  })
})

const collapse = (body: string) => collapseParts(displayParts(body))
const lines = (count: number) => Array.from({ length: count }, (_, n) => `line ${n + 1}`).join('\n')
const words = (count: number) => Array.from({ length: count }, (_, n) => `word${n}`).join(' ')

describe('collapseParts', () => {
  test.each([
    ['a sentence', 'Only a sentence.'],
    ['a post near the default maximum length', words(40)],
    ['fifteen lines', lines(15)],
    ['a thousand characters', 'x'.repeat(1000)],
    ['wide characters that fill fifteen lines', '長'.repeat(540)],
    ['blank lines that collapse', `a${'\n'.repeat(200)}b`],
  ])('does not split %s', (_, body) => {
    const parts = displayParts(body)
    expect(collapseParts(parts)).toEqual({ shown: parts, rest: [] })
  })

  test.each([
    ['sixteen lines', lines(16), lines(10)],
    ['many lines of one letter', 'x\n'.repeat(139), 'x\n'.repeat(10).trim()],
    ['many words', words(400), /^word0 .* word\d+$/s],
    ['a word of 3,000 letters', 'x'.repeat(3000), 'x'.repeat(720)],
    ['wide letters', '長'.repeat(700), '長'.repeat(360)],
    ['joined emoji', '👩‍🚀'.repeat(400), /^(?:👩‍🚀)+$/u],
    [
      'a text with a link at the split',
      `${'x '.repeat(355)}https://example.com/${'y'.repeat(20)} ${'x '.repeat(500)}`,
      'x '.repeat(355).trim(),
    ],
  ])('splits %s', (_, body, shown) => {
    const { shown: first, rest } = collapse(body)
    expect(textOf(first)).toEqual(typeof shown === 'string' ? shown : expect.stringMatching(shown))
    expect(rest.length).toBeGreaterThan(0)
  })

  test('keeps the complete text and splits no link, mention, tag or grapheme cluster', () => {
    const random = seeded(31)
    const pieces = [
      ...['\n', '\n\n', ' ', 'word ', '@ann ', '#tag ', '👩‍🚀', 'ü', '長い', 'x'.repeat(90)],
      ...['https://example.com/a/rather/long/path/that/is/shortened ', 'https://example.com '],
      ...naughtyStrings,
    ]
    for (let round = 0; round < 40; round += 1) {
      const body = random.text(pieces, 100)
      const parts = displayParts(body)
      const { shown: first, rest } = collapseParts(parts)
      expect(textOf(first) + textOf(rest)).toBe(textOf(parts))
      const kinds = (some: DisplayPart[]) => some.filter(({ kind }) => kind !== 'text')
      expect([...kinds(first), ...kinds(rest)]).toEqual(kinds(parts))
      const clusters = (text: string) => [...new Intl.Segmenter().segment(text)].length
      if (body.isWellFormed())
        expect(clusters(textOf(first)) + clusters(textOf(rest))).toBe(clusters(textOf(parts)))
    }
  })
})
