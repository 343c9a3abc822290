import { type Token, tokenize } from './tokens'

/** Tokens in a row to be marked; the last of an open one may go on. */
export type HighlightTerm = { tokens: string[]; open: boolean }

/** A stretch of a text, in UTF-16 units. */
export type TextRange = { start: number; end: number }

/** Where a text holds what was looked for, in order and without overlaps; accents and case do not matter. */
export function findHighlights(text: string, wanted: HighlightTerm[]): TextRange[] {
  const all = tokenize(text)
  const found = wanted.flatMap((words) => placesOf(words, all)).sort((a, b) => a.start - b.start)
  const marks: TextRange[] = []
  for (const { start, end } of found) {
    const last = marks.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else marks.push({ start, end })
  }
  return marks
}

function placesOf({ tokens, open }: HighlightTerm, all: Token[]): TextRange[] {
  const last = tokens.length - 1
  const final = tokens[last] as string
  return all.flatMap((token, at) => {
    const ending = all[at + last]
    if (!ending || (ending.text !== final && !(open && ending.text.startsWith(final)))) return []
    if (tokens.some((wanted, n) => n < last && all[at + n]?.text !== wanted)) return []
    // Of a pair of characters that a single one begins, only that one.
    const single = ending.part && ending.text !== final
    const end = single ? ending.start + ([...final][0]?.length ?? 0) : ending.end
    return [{ start: token.start, end }]
  })
}

/** Lines of an excerpt, and how many of them stand before the first mark. */
const [excerptLines, linesBefore] = [10, 2]

/**
 * The part of a long text to show: the whole of a short one, else a stretch of at most 10 lines around the first mark,
 * between words.
 * @param max UTF-16 units
 */
export function excerptAround(text: string, marks: TextRange[], max: number): TextRange {
  const first = marks[0]?.start ?? 0
  return withinLines(text, withinUnits(text, first, max), first)
}

function withinUnits(text: string, first: number, max: number): TextRange {
  if (text.length <= max) return { start: 0, end: text.length }
  const start = first < max / 2 ? 0 : wordBefore(text, first - Math.floor(max / 4))
  const end = start + max >= text.length ? text.length : wordBefore(text, start + max)
  return { start, end: end > start ? end : start + max }
}

function withinLines(text: string, { start, end }: TextRange, first: number): TextRange {
  const ends = [...text.slice(start, end).matchAll(/\n/g)].map(({ index }) => start + index)
  if (ends.length < excerptLines) return { start, end }
  const line = ends.filter((at) => at < first).length
  const from = Math.min(Math.max(0, line - linesBefore), ends.length + 1 - excerptLines)
  return { start: from === 0 ? start : (ends[from - 1] ?? 0) + 1, end: ends[from + excerptLines - 1] ?? end }
}

/** The begin of a word within reach of a place, or the place itself, never inside a surrogate pair. */
function wordBefore(text: string, place: number): number {
  const space = text.lastIndexOf(' ', place)
  if (space > place - 40) return space + 1
  return /[\udc00-\udfff]/.test(text[place] ?? '') ? place - 1 : place
}
