import { describe, expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { expectLinearTime } from '../testing/processor-time'
import { seeded } from '../testing/random'
import { findHighlights } from '../text/highlights'
import { isSearchable, maxQueryLength, parseQuery, requiredPhrases } from './parse-query'

describe('parseQuery [SEA-10]', () => {
  test('parses each operator', () => {
    const query = parseQuery('from:Susan "exact phrase" #Tag -word before:2026-02-01 after:2026-01-01 pref*')
    expect(query).toMatchObject({
      required: [
        { kind: 'author', username: 'susan' },
        { kind: 'phrase', tokens: ['exact', 'phrase'], prefix: false },
        { kind: 'tag', token: '#tag' },
        { kind: 'phrase', tokens: ['pref'], prefix: true },
      ],
      excluded: [{ kind: 'phrase', tokens: ['word'], prefix: false }],
      since: new Date('2026-01-01T00:00:00Z'),
      until: new Date('2026-02-01T00:00:00Z'),
      warnings: [],
    })
  })

  test('accepts a minus before phrases, tags, authors and dates', () => {
    const { required, excluded, since, until } = parseQuery(
      '-"a b" -#tag -from:ann -before:2026-01-01 -after:2027-01-01 x',
    )
    expect(excluded.map(({ kind }) => kind)).toEqual(['phrase', 'tag', 'author'])
    expect(required).toHaveLength(1)
    expect([since, until]).toEqual([new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')])
  })

  test.each(['2026-02-30', '2026-13', 'yesterday', '', '2026-1-1', '0x10', '20260101', '2026-01-01T00:00'])(
    'reports an invalid date: before:%s',
    (value) => {
      const { warnings, since, until, required } = parseQuery(`tea before:${value}`)
      expect(warnings).toEqual([{ kind: 'date', part: `before:${value}` }])
      expect([since, until, required.length]).toEqual([null, null, 1])
    },
  )

  test('returns no searchable term for operators and exclusions alone', () => {
    for (const text of ['', ' ', '-', '""', '*', '-word', '-#tag -from:ann', '"', '()', 'from:', '!!! ???'])
      expect(isSearchable(parseQuery(text)), text).toBe(false)
    expect(parseQuery('from:').warnings).toEqual([{ kind: 'empty', part: 'from:' }])
  })

  test('truncates a query of 10,000 characters and reports it', () => {
    for (const piece of ['a', 'a ', '"', '-', '京', '😀', 'from:', '#a ', 'before:1 ']) {
      const { text, warnings, required, excluded } = parseQuery(piece.repeat(10_000 / piece.length))
      expect([...text].length).toBeLessThanOrEqual(maxQueryLength)
      expect(warnings).toContainEqual({ kind: 'long', part: String(maxQueryLength) })
      expect(required.length + excluded.length).toBeLessThanOrEqual(20)
    }
  })
})

test('parses any text into tokens without special characters [SEA-09, SEC-25]', () => {
  const pieces = [
    ...[
      '"',
      "'",
      '*',
      ':',
      '-',
      '#',
      '@',
      '(',
      ')',
      '[',
      '{',
      '\\',
      '%',
      '_',
      '^',
      '~',
      '&',
      '|',
      '!',
      '<',
      '`',
    ],
    ...[
      'AND',
      'OR',
      'NOT',
      'NEAR',
      'from:',
      'before:',
      'after:',
      '2026-01-01',
      ' ',
      '\n',
      '\0',
      '\ud800',
      '\udfff',
    ],
    ...['word', 'Ünï', '京都', 'ก', '🎉', '\u0301', '\u200d', '\ufffe', 'ﷺ', '½', 'ͺ', '“', '»'],
  ]
  const { text } = seeded(10)
  for (let round = 0; round < 3000; round++) {
    const typed = text(pieces, 60)
    const query = parseQuery(typed)
    for (const term of [...query.required, ...query.excluded]) {
      const tokens = term.kind === 'phrase' ? term.tokens : term.kind === 'tag' ? [term.token.slice(1)] : []
      for (const token of tokens)
        expect(token, typed).toMatch(/^[\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}_]+$/u)
    }
    for (const { start, end } of findHighlights(typed, requiredPhrases(query)))
      expect(start, typed).toBeLessThan(end)
  }
  for (const typed of naughtyStrings) parseQuery(typed)
})

test('parses texts and finds highlights in linear time [SEA-09, SEC-25]', () => {
  const pieces = ['a', '"', '-"', '京', '#', 'from:', '\u0301', '@a#b', '😀', 'a ']
  const phrases = requiredPhrases(parseQuery('a "a a" 京 b'))
  expectLinearTime((size) => pieces.map((piece) => parseQuery(piece.repeat(size))), 25_000)
  expectLinearTime((size) => pieces.map((piece) => findHighlights(piece.repeat(size), phrases)), 4000)
})
