import type { DisplayPart } from './display'

/** Columns of a line in the column of posts at its widest; narrower windows break lines more often. */
const columns = 72
/** Lines of a long text that are shown. */
const shownLines = 10
/** Lines that a text may have before it is long: folding away fewer than a handful would be a nuisance. */
const mostLines = 15

/** Characters that take two columns. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff01-\uff60]/u

/** UTF-16 units to look for the end of a word. */
const wordReach = 40

/**
 * Splits a long text into what is shown at first and the rest; the rest of others is empty. Where the cut falls is
 * estimated, so that it is the same in every window and needs no script.
 */
export function collapseParts(parts: DisplayPart[]): { shown: DisplayPart[]; rest: DisplayPart[] } {
  const cut = isShort(parts) || !placeAfter(parts, mostLines) ? null : placeAfter(parts, shownLines)
  if (!cut) return { shown: parts, rest: [] }
  const [before, part] = [parts[cut.index - 1], parts[cut.index]]
  if (part?.kind === 'text') return splitText(parts, cut.index, cutBetweenWords(part.text, cut.offset))
  // A link, a mention or a tag belongs to the rest as a whole.
  if (before?.kind === 'text') return splitText(parts, cut.index - 1, before.text.length)
  return { shown: parts.slice(0, cut.index), rest: parts.slice(cut.index) }
}

/** Splits within a part of text; the white space at the cut belongs to the rest. */
function splitText(parts: DisplayPart[], index: number, offset: number) {
  const { text } = parts[index] as DisplayPart
  const shown = text.slice(0, offset).trimEnd()
  return {
    shown: [...parts.slice(0, index), { kind: 'text', text: shown } as const],
    rest: [{ kind: 'text', text: text.slice(shown.length) } as const, ...parts.slice(index + 1)],
  }
}

/** Spares short texts, which most are, the walk over every character. */
function isShort(parts: DisplayPart[]): boolean {
  let [length, lines] = [0, 0]
  for (const { text } of parts) {
    length += text.length
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1
  }
  return length <= (mostLines * columns) / 2 && lines < mostLines
}

/** Where a text goes on after so many lines, or null when it ends before. */
function placeAfter(parts: DisplayPart[], lines: number): { index: number; offset: number } | null {
  let [line, column] = [0, 0]
  for (const [index, { text }] of parts.entries()) {
    let offset = 0
    for (const character of text) {
      const width = wide.test(character) ? 2 : 1
      column += width
      if (column > columns) [line, column] = [line + 1, width]
      if (line >= lines) return { index, offset }
      if (character === '\n') [line, column] = [line + 1, 0]
      offset += character.length
    }
  }
  return null
}

/** The begin of the word at a place, or of the character when the word is long. */
function cutBetweenWords(text: string, place: number): number {
  const before = text.slice(Math.max(0, place - wordReach), place)
  const space = before.search(/\s\S*$/)
  if (space >= 0) return place - before.length + space
  return new Intl.Segmenter().segment(text).containing(place)?.index ?? place
}
