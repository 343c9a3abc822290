import { expect, test } from 'vitest'
import { isLocale, negotiateLocale } from './locales'

test.each([
  ['es-AR,en;q=0.5', 'es'],
  ['ES', 'es'],
  ['en-GB,es', 'en'],
  ['en;q=0.4, es;q=0.9', 'es'],
  ['de, fr;q=0.9, es;q=0.1', 'es'],
  ['es;q=0, en;q=0.1', 'en'],
  ['de-CH', 'en'],
  ['*', 'en'],
  ['fr, *;q=0.5, es;q=0.4', 'en'],
  ['es-419;q=0.8,*;q=0.1', 'es'],
  ['', 'en'],
  [null, 'en'],
  [',;q=,;;', 'en'],
  ['es;q=nonsense', 'es'],
  ['est', 'en'],
  [`${'x,'.repeat(100_000)}es`, 'en'],
])('negotiates the header %s to %s', (header, locale) => expect(negotiateLocale(header)).toBe(locale))

test('accepts only supported languages as locales', () => {
  expect([isLocale('es'), isLocale('ES'), isLocale('__proto__'), isLocale(undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ])
})
