import { type Token, type TokenSequence, tokenize } from './tokens'

/** A word or phrase to highlight. */
export type HighlightTerm = TokenSequence

/** A range of a text in UTF-16 units; `end` is exclusive. */
export type TextRange = { start: number; end: number }

/** The ranges of a text that match the terms, in order and without overlaps. Ignores accents and case. */
export function findHighlights(text: string, terms: HighlightTerm[]): TextRange[] {
  const tokens = tokenize(text)
  const matches = terms.flatMap((term) => findRanges(term, tokens)).sort((a, b) => a.start - b.start)
  const merged: TextRange[] = []
  for (const { start, end } of matches) {
    const last = merged.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return merged
}

function findRanges({ tokens, prefix }: HighlightTerm, all: Token[]): TextRange[] {
  const last = tokens.length - 1
  const final = tokens[last] as string
  return all.flatMap((token, index) => {
    const ending = all[index + last]
    if (!ending || (ending.text !== final && !(prefix && ending.text.startsWith(final)))) return []
    if (tokens.some((wanted, n) => n < last && all[index + n]?.text !== wanted)) return []
    // A single character that matches the first of a pair: only that one.
    const single = ending.inRun && ending.text !== final
    const end = single ? ending.start + ([...final][0]?.length ?? 0) : ending.end
    return [{ start: token.start, end }]
  })
}

/** Lines of an excerpt, and how many of them come before the first highlight. */
const [excerptLines, linesBefore] = [10, 2]

/**
 * The part of a text to show in a list of results: all of a short text, else at most 10 lines around the first
 * highlight, cut between words.
 * @param max UTF-16 units
 */
export function excerptAround(text: string, highlights: TextRange[], max: number): TextRange {
  const first = highlights[0]?.start ?? 0
  return limitLines(text, limitLength(text, first, max), first)
}

function limitLength(text: string, first: number, max: number): TextRange {
  if (text.length <= max) return { start: 0, end: text.length }
  const start = first < max / 2 ? 0 : wordStartBefore(text, first - Math.floor(max / 4))
  const end = start + max >= text.length ? text.length : wordStartBefore(text, start + max)
  return { start, end: end > start ? end : start + max }
}

function limitLines(text: string, { start, end }: TextRange, first: number): TextRange {
  const ends = [...text.slice(start, end).matchAll(/\n/g)].map(({ index }) => start + index)
  if (ends.length < excerptLines) return { start, end }
  const line = ends.filter((index) => index < first).length
  const from = Math.min(Math.max(0, line - linesBefore), ends.length + 1 - excerptLines)
  return { start: from === 0 ? start : (ends[from - 1] ?? 0) + 1, end: ends[from + excerptLines - 1] ?? end }
}

/** The start of a word at most 40 units before an offset, or the offset itself, never inside a surrogate pair. */
function wordStartBefore(text: string, offset: number): number {
  const space = text.lastIndexOf(' ', offset)
  if (space > offset - 40) return space + 1
  return /[\udc00-\udfff]/.test(text[offset] ?? '') ? offset - 1 : offset
}
