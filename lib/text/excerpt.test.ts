import { expect, test } from 'vitest'
import { excerptAround, findHighlights } from './highlights'

const shown = (text: string, word: string) => {
  const highlights = findHighlights(text, [{ tokens: [word], prefix: false }])
  const { start, end } = excerptAround(text, highlights, 500)
  return text.slice(start, end)
}

const lines = (count: number, word = 'x') => Array.from({ length: count }, () => word).join('\n')

test('returns a short text completely', () => {
  expect(shown('one\ntwo\nthree', 'two')).toBe('one\ntwo\nthree')
  expect(shown(lines(10), 'y')).toBe(lines(10))
})

test('returns at most ten lines with the first highlight', () => {
  for (const before of [0, 1, 2, 5, 60, 138])
    for (const after of [0, 1, 60, 138]) {
      const text = [lines(before), 'hit', lines(after)].filter(Boolean).join('\n')
      const excerpt = shown(text, 'hit')
      expect(excerpt.split('\n').length, `${before} before, ${after} after`).toBe(
        Math.min(10, text.split('\n').length),
      )
      expect(excerpt).toContain('hit')
      expect(excerpt).not.toMatch(/^\n|\n$/)
    }
})

test('returns the beginning of a text without a highlight', () => {
  expect(shown(lines(140), 'hit')).toBe(lines(10))
})

test('cuts a long line between words around the highlight', () => {
  const excerpt = shown(`${'word '.repeat(300)}hit ${'word '.repeat(300)}`, 'hit')
  expect(excerpt.length).toBeLessThanOrEqual(500)
  expect(excerpt).toMatch(/^word .*hit.* $/)
})
