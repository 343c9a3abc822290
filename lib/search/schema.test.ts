import { describe, expect, test } from 'vitest'
import { naughtyStrings } from '../testing/naughty-strings'
import { seeded } from '../testing/random'
import { findHighlights } from '../text/highlights'
import { isSearchable, maxQuery, parseQuery, parseSearchCursor, plainWords } from './schema'

describe('a query [SEA-10]', () => {
  test('is read part by part', () => {
    const query = parseQuery('from:Susan "exact phrase" #Tag -word before:2026-02-01 after:2026-01-01 pref*')
    expect(query).toMatchObject({
      wanted: [
        { kind: 'from', username: 'susan' },
        { kind: 'words', tokens: ['exact', 'phrase'], open: false },
        { kind: 'tag', token: '#tag' },
        { kind: 'words', tokens: ['pref'], open: true },
      ],
      unwanted: [{ kind: 'words', tokens: ['word'], open: false }],
      since: new Date('2026-01-01T00:00:00Z'),
      until: new Date('2026-02-01T00:00:00Z'),
      notes: [],
    })
  })

  test('takes a minus before phrases, tags, authors and dates', () => {
    const { wanted, unwanted, since, until } = parseQuery(
      '-"a b" -#tag -from:ann -before:2026-01-01 -after:2027-01-01 x',
    )
    expect(unwanted.map(({ kind }) => kind)).toEqual(['words', 'tag', 'from'])
    expect(wanted).toHaveLength(1)
    expect([since, until]).toEqual([new Date('2026-01-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')])
  })

  test.each(['2026-02-30', '2026-13', 'yesterday', '', '2026-1-1', '0x10', '20260101', '2026-01-01T00:00'])(
    'names the date that it cannot read: before:%s',
    (value) => {
      const { notes, since, until, wanted } = parseQuery(`tea before:${value}`)
      expect(notes).toEqual([{ kind: 'date', part: `before:${value}` }])
      expect([since, until, wanted.length]).toEqual([null, null, 1])
    },
  )

  test('of operators only asks for nothing', () => {
    for (const text of ['', ' ', '-', '""', '*', '-word', '-#tag -from:ann', '"', '()', 'from:', '!!! ???'])
      expect(isSearchable(parseQuery(text)), text).toBe(false)
    expect(parseQuery('from:').notes).toEqual([{ kind: 'empty', part: 'from:' }])
  })

  test('of 10,000 characters is cut, and says so', () => {
    for (const piece of ['a', 'a ', '"', '-', '京', '😀', 'from:', '#a ', 'before:1 ']) {
      const { text, notes, wanted, unwanted } = parseQuery(piece.repeat(10_000 / piece.length))
      expect([...text].length).toBeLessThanOrEqual(maxQuery)
      expect(notes).toContainEqual({ kind: 'long', part: String(maxQuery) })
      expect(wanted.length + unwanted.length).toBeLessThanOrEqual(20)
    }
  })
})

test('any text is read in linear time, without an exception, to tokens that no engine misreads [SEA-09, SEC-25]', () => {
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
  const started = performance.now()
  for (let round = 0; round < 3000; round++) {
    const typed = text(pieces, 60)
    const query = parseQuery(typed)
    for (const term of [...query.wanted, ...query.unwanted]) {
      const tokens = term.kind === 'words' ? term.tokens : term.kind === 'tag' ? [term.token.slice(1)] : []
      for (const token of tokens)
        expect(token, typed).toMatch(/^[\p{L}\p{N}\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}_]+$/u)
    }
    for (const { start, end } of findHighlights(typed, plainWords(query)))
      expect(start, typed).toBeLessThan(end)
  }
  for (const typed of naughtyStrings) parseQuery(typed)
  expect(performance.now() - started).toBeLessThan(10_000)
  const large = (size: number) => {
    const from = performance.now()
    for (const piece of ['a', '"', '-"', '京', '#', 'from:', '\u0301', '@a#b', '😀'])
      parseQuery(piece.repeat(size))
    return performance.now() - from
  }
  large(1000)
  expect(large(1_000_000)).toBeLessThan(5_000)
})

test('an address that makes no sense leads to the first page [PAG-05]', () => {
  const first = { sort: 'relevance', page: 1 }
  for (const page of ['0', '-1', 'x', '1e3', '99999', ['2', '3'], undefined])
    expect(parseSearchCursor({ page })).toEqual(Array.isArray(page) ? first : first)
  const newest = { sort: 'newest', place: null, direction: 'newer' }
  for (const before of ['x', '-1', '9'.repeat(19), '', ['1']])
    expect(parseSearchCursor({ sort: 'newest', before })).toEqual(newest)
})
