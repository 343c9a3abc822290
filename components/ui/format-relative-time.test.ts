import { expect, test } from 'vitest'
import { formatRelativeTime, formatShortTime } from './format-relative-time'

const now = new Date('2026-11-26T12:00:00Z')
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000)

test.each([
  [5, 'now', 'ahora'],
  [-30, 'now', 'ahora'],
  [60, '1 min', '1 min'],
  [51 * 60 + 59, '51 min', '51 min'],
  [2 * 3600, '2 hr', '2 h'],
  [24 * 3600, 'Nov 25', '25 nov'],
  [400 * 24 * 3600, 'Oct 22, 2025', '22 oct 2025'],
])('formats %i seconds ago as %s [I18-08]', (seconds, english, spanish) => {
  expect(formatShortTime(before(seconds), now, 'en', null)).toBe(english)
  expect(formatShortTime(before(seconds), now, 'es', null)).toBe(spanish)
})

test('formats the long form in words [I18-08]', () => {
  expect(formatRelativeTime(before(7 * 60), now, 'en')).toBe('7 minutes ago')
  expect(formatRelativeTime(before(7 * 60), now, 'es')).toBe('hace 7 minutos')
})

test('formats the date of an older entry in the time zone of the viewer [DAT-02]', () => {
  const date = new Date('2026-11-24T02:00:00Z')
  const zones = [null, 'America/Los_Angeles', 'Asia/Tokyo']
  expect(zones.map((zone) => formatShortTime(date, now, 'de', zone))).toEqual([
    '24. Nov.',
    '23. Nov.',
    '24. Nov.',
  ])
  const newYear = new Date('2026-01-01T02:00:00Z')
  expect(formatShortTime(newYear, now, 'en', 'America/Los_Angeles')).toBe('Dec 31, 2025')
})

test('formats a time in Arabic with Western digits [I18-08]', () => {
  expect(formatRelativeTime(before(7 * 60), now, 'ar')).toBe('قبل 7 دقائق')
  expect(formatShortTime(before(24 * 3600), now, 'ar', null)).toBe('25 نوفمبر')
})
