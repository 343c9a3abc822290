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
])('formats %i seconds ago as %s', (seconds, english, spanish) => {
  expect(formatShortTime(before(seconds), now, 'en')).toBe(english)
  expect(formatShortTime(before(seconds), now, 'es')).toBe(spanish)
})

test('formats the long form in words', () => {
  expect(formatRelativeTime(before(7 * 60), now, 'en')).toBe('7 minutes ago')
  expect(formatRelativeTime(before(7 * 60), now, 'es')).toBe('hace 7 minutos')
})
