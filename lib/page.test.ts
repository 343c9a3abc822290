import { describe, expect, test } from 'vitest'
import { type Cursor, parseCursor, toPage } from './page'

test.each([
  [{ before: '1763700000000-12' }, { at: new Date(1763700000000), id: 12, direction: 'older' }],
  [{ after: '0-1' }, { at: new Date(0), id: 1, direction: 'newer' }],
  [
    { before: '5-6', after: '7-8' },
    { at: new Date(5), id: 6, direction: 'older' },
  ],
  [
    { before: 'x', after: '7-8' },
    { at: new Date(7), id: 8, direction: 'newer' },
  ],
])('parses a cursor from %j', (params, cursor) => expect(parseCursor(params)).toEqual(cursor))

test.each([
  [{}],
  [{ before: '' }],
  [{ before: '12' }],
  [{ before: '-1-2' }],
  [{ before: '1-2-3' }],
  [{ before: '1.5-2' }],
  [{ before: ' 1-2' }],
  [{ before: '1-2\n' }],
  [{ before: "1-2'; DROP TABLE posts" }],
  [{ before: '1e3-1' }],
  [{ before: '٣-٤' }],
  [{ before: '1-2147483648' }],
  [{ before: '999999999999999-1' }],
  [{ before: '9'.repeat(400) }],
  [{ after: ['1-2', '3-4'] }],
  [{ cursor: '1-2', page: '7' }],
])('parses %j as the first page [PAG-05]', (params: Record<string, string | string[]>) => {
  expect(parseCursor(params)).toBeNull()
})

test('parses a cursor with an id of another form', () => {
  const parseId = (text: string) => (/^[a-f]+$/.test(text) ? text : null)
  expect(parseCursor({ before: '5-abc' }, parseId)).toEqual({
    at: new Date(5),
    id: 'abc',
    direction: 'older',
  })
  expect(parseCursor({ before: '5-6' }, parseId)).toBeNull()
  expect(parseCursor({ before: '5-abc' })).toBeNull()
})

describe('a page', () => {
  const rows = (...ids: number[]) => ids.map((id) => ({ id, createdAt: new Date(1000 + id) }))
  const page = (found: number[], cursor: Cursor | null) => toPage(rows(...found), 2, cursor, ({ id }) => id)
  const older: Cursor = { at: new Date(1009), id: 9, direction: 'older' }
  const newer: Cursor = { ...older, direction: 'newer' }

  test.each([
    ['first of several', [9, 8, 7], null, { items: [9, 8], older: '?before=1008-8', newer: null }],
    ['only page', [9, 8], null, { items: [9, 8], older: null, newer: null }],
    ['empty list', [], null, { items: [], older: null, newer: null }],
    ['middle page', [8, 7, 6], older, { items: [8, 7], older: '?before=1007-7', newer: '?after=1008-8' }],
    ['last page', [8, 7], older, { items: [8, 7], older: null, newer: '?after=1008-8' }],
    [
      'newer page',
      [10, 11, 12],
      newer,
      { items: [11, 10], older: '?before=1010-10', newer: '?after=1011-11' },
    ],
    ['newest page', [10, 11], newer, { items: [11, 10], older: '?before=1010-10', newer: null }],
  ])('has items and links: %s', (_, found, cursor, expected) => expect(page(found, cursor)).toEqual(expected))

  test('beyond either end is empty and links back only [PAG-06]', () => {
    expect(page([], older)).toEqual({ items: [], older: null, newer: '?' })
    expect(page([], newer)).toEqual({ items: [], older: '?', newer: null })
  })
})
