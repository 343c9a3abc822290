import { expect, test } from 'vitest'
import { directionOf, isLocale, locales, negotiateLocale } from './locales'

test.each([
  ['es-AR,en;q=0.5', 'es'],
  ['ES', 'es'],
  ['en-GB,es', 'en'],
  ['en;q=0.4, es;q=0.9', 'es'],
  ['it, nl;q=0.9, es;q=0.1', 'es'],
  ['es;q=0, en;q=0.1', 'en'],
  ['de-CH', 'de'],
  ['de-Latn-DE-1996', 'de'],
  ['fr-CA, en;q=0.9', 'fr'],
  ['ja-JP,ja;q=0.9,en;q=0.8', 'ja'],
  ['ar-EG', 'ar'],
  ['pt-BR', 'pt-BR'],
  ['PT-br-x-private', 'pt-BR'],
  ['pt', 'pt-BR'],
  ['pt-PT, en;q=0.9', 'pt-BR'],
  ['zh-Hant-TW, zh;q=0.9', 'en'],
  ['zh, ja;q=0.5', 'ja'],
  ['*', 'en'],
  ['it, *;q=0.5, es;q=0.4', 'es'],
  ['es-419;q=0.8,*;q=0.1', 'es'],
  ['', 'en'],
  [null, 'en'],
  [',;q=,;;', 'en'],
  ['-', 'en'],
  ['es;q=nonsense', 'es'],
  ['est', 'en'],
  [`${'x,'.repeat(100_000)}es`, 'en'],
])('negotiates the header %s to %s [I18-02, I18-03]', (header, locale) =>
  expect(negotiateLocale(header)).toBe(locale),
)

test('marks only Arabic as right-to-left', () => {
  expect(locales.filter((locale) => directionOf(locale) === 'rtl')).toEqual(['ar'])
})

test('accepts only supported languages as locales', () => {
  expect([isLocale('es'), isLocale('ES'), isLocale('__proto__'), isLocale(undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ])
})
