import { expect, test } from 'vitest'
import { appendPage, mergePages } from './merge-pages'

const page = (ids: number[], older: string | null = '?before=x', newer: string | null = null) => ({
  items: ids.map((id) => ({ id })),
  older,
  newer,
})
const idsOf = ({ items }: { items: { id: number }[] }) => items.map(({ id }) => id)

test('replaces the top of the list with the newest page and keeps the entries below it', () => {
  const merged = mergePages(page([9, 8, 7, 6]), page([8, 7, 6, 5, 4], '?before=4'))
  expect(idsOf(merged)).toEqual([9, 8, 7, 6, 5, 4])
  expect(merged.older).toBe('?before=4')
})

test('drops entries that are missing from the newest page within its range', () => {
  expect(idsOf(mergePages(page([9, 7, 6]), page([9, 8, 7, 6, 5])))).toEqual([9, 7, 6, 5])
})

test('replaces the list if it does not overlap the newest page', () => {
  const loaded = page([99, 98], '?before=98')
  expect(mergePages(loaded, page([9, 8, 7]))).toBe(loaded)
})

test('keeps one copy of an entry that moved to the top when timeOf is given', () => {
  const item = (id: number, minute: number) => ({ id, at: new Date(2026, 0, 1, 0, minute) })
  const timeOf = ({ at }: { at: Date }) => at
  const current = { items: [item(1, 9), item(2, 8), item(3, 7), item(4, 6)], older: null, newer: null }
  const loaded = { items: [item(4, 10), item(1, 9)], older: '?before=1', newer: null }
  const merged = mergePages(loaded, current, timeOf)
  expect(merged.items.map(({ id }) => id)).toEqual([4, 1, 2, 3])
})

test('appends the next older page without duplicates', () => {
  const appended = appendPage(page([9, 8]), page([8, 7], null))
  expect(idsOf(appended)).toEqual([9, 8, 7])
  expect(appended.older).toBeNull()
})
