import { expect, test } from 'vitest'
import { formatDate, formatTime } from './format-time'

const date = new Date('2026-11-24T03:04:05Z')

/** Newer language data has a narrow no-break space before "PM". */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test.each([
  ['en', 'November 23, 2026 at 7:04 PM', '11/23/26, 7:04 PM', 'November 23, 2026'],
  ['es', '23 de noviembre de 2026, 19:04', '23/11/26, 19:04', '23 de noviembre de 2026'],
  ['de', '23. November 2026 um 19:04', '23.11.26, 19:04', '23. November 2026'],
  ['ja', '2026年11月23日 19:04', '2026/11/23 19:04', '2026年11月23日'],
])('formats a time in the language %s and the zone of the viewer [I18-08, DAT-02]', (locale, ...expected) => {
  const format = (style: 'long' | 'short' | 'date') =>
    plain(formatTime(date, locale, 'America/Los_Angeles', style)).replace(' a las ', ', ')
  expect([format('long'), format('short'), format('date')]).toEqual(expected)
})

test('names UTC while the zone of the viewer is not known [DAT-03]', () => {
  const format = (zone: string | null) => plain(formatTime(date, 'en', zone, 'long'))
  expect(format(null)).toBe('November 24, 2026 at 3:04 AM UTC')
  expect(format('UTC')).toBe('November 24, 2026 at 3:04 AM')
  expect(formatTime(date, 'en', null, 'date')).toBe('November 24, 2026')
})

test.each([
  ['UTC', 'Dec 31, 2025'],
  ['Asia/Tokyo', 'Jan 1'],
  ['America/Los_Angeles', 'Dec 31, 2025'],
])('names the year of a day in %s unless it is the current one there', (zone, expected) => {
  const now = new Date('2026-01-01T12:00:00Z')
  expect(formatDate(new Date('2025-12-31T16:00:00Z'), now, 'en', zone)).toBe(expected)
})
