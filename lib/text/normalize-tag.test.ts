import { describe, expect, test } from 'vitest'
import { canonicalTag, normalizeTag } from './normalize-tag'

describe('normalizeTag', () => {
  // From CaseFolding.txt: the folding of a tag, followed by other spellings.
  test.each([
    ['strasse', 'straße', 'STRASSE', 'STRAẞE', 'Strasse'],
    ['οδοσ', 'οδος', 'ΟΔΟΣ', 'Οδός'.normalize('NFD').replace('\u0301', '')],
    ['i\u0307stanbul', 'İstanbul', 'İSTANBUL', 'i\u0307STANBUL'],
    ['istanbul', 'Istanbul', 'ISTANBUL'],
    ['ısparta', 'ıSPARTA'],
    ['ꭰꮳ', 'ᎠᏣ', 'Ꭰꮳ'],
    ['ffi', 'ﬃ', 'FFI', 'ﬀi'],
    ['եւ', 'և', 'ԵՒ'],
    ['αι', 'ᾳ', 'ᾼ', 'ΑΙ'],
    ['ʼn', 'ŉ', 'ʼN'],
    ['ǰ', 'J\u030c', 'ǰ'],
    ['k', 'K', '\u212a'],
    ['s', 'S', 'ſ'],
    ['μ', 'Μ', '\u00b5'],
    ['été', 'E\u0301TE\u0301', 'ÉTÉ'],
    ['дерево', 'ДЕРЕВО', 'ᲁЕРЕВО'],
    ['𐐨𐐯', '𐐀𐐇', '𐐨𐐇'],
    ['ქართული', 'ᲥᲐᲠᲗᲣᲚᲘ'],
    ['abc', 'ＡＢＣ'],
    ['日本', '日本'],
  ])('maps all spellings to %s', (folded, ...spellings) => {
    for (const spelling of [folded, ...spellings]) expect(normalizeTag(spelling), spelling).toBe(folded)
  })

  test('distinguishes ı and i', () => {
    expect(normalizeTag('ılık')).not.toBe(normalizeTag('ilik'))
  })

  test('is idempotent for every letter', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const letter = String.fromCodePoint(point)
      if (!/[\p{L}\p{N}\p{M}]/u.test(letter)) continue
      const tag = normalizeTag(`a${letter}`)
      if (normalizeTag(tag) !== tag) expect(normalizeTag(tag), point.toString(16)).toBe(tag)
    }
  })

  test('normalizes every upper-case letter like its lower case', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const letter = String.fromCodePoint(point)
      if (!/\p{Lu}|\p{Lt}|\p{Ll}/u.test(letter) || letter === 'ı') continue
      const folded = normalizeTag(letter)
      for (const other of [letter.toUpperCase(), letter.toLowerCase()])
        if (normalizeTag(other) !== folded) expect(normalizeTag(other), point.toString(16)).toBe(folded)
    }
  })
})

test.each([
  ['Straße', 'strasse'],
  ['ＡＢＣ', 'abc'],
  ['strasse', null],
  ['日本', null],
  ['．．', null],
  ['A/B', null],
  ['#A', null],
  ['', null],
])('canonicalTag of %j is %j', (tag, other) => {
  expect(canonicalTag(tag)).toBe(other)
})
