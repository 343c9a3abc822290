import { expect, test } from 'vitest'
import { parseData } from './load-data'

test('parses time fields as Dates and leaves other values unchanged', () => {
  const json = JSON.stringify({
    at: new Date(0),
    createdAt: new Date(1),
    format: '1970',
    that: 'text',
    item: { editedAt: null },
  })
  expect(parseData(json)).toEqual({
    at: new Date(0),
    createdAt: new Date(1),
    format: '1970',
    that: 'text',
    item: { editedAt: null },
  })
})
