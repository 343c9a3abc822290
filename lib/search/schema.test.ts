import { expect, test } from 'vitest'
import { searchCursorParams } from './schema'

test('parses invalid parameters as the first page [PAG-05]', () => {
  const first = { sort: 'relevance', page: 1 }
  for (const page of ['0', '-1', 'x', '1e3', '99999', ['2', '3'], undefined])
    expect(searchCursorParams.parse({ page })).toEqual(first)
  const newest = { sort: 'newest', sortKey: null, direction: 'newer' }
  for (const before of ['x', '-1', '9'.repeat(19), '', ['1']])
    expect(searchCursorParams.parse({ sort: 'newest', before })).toEqual(newest)
})
