import type { DisplayPart } from './display'

/** Characters per line of the post column at its maximum width. Narrower windows have more lines. */
const lineColumns = 72
/** Lines of a collapsed text. */
const collapsedLines = 10
/** Lines of a text that is never collapsed: hiding fewer than five lines is not worth a click. */
const maxLines = 15

/** Characters that take two columns. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff01-\uff60]/u

/** UTF-16 units to search for the start of a word. */
const maxWordLength = 40

/**
 * Splits a long text into the part that is shown at first and the rest; a short text has no rest. The line breaks are
 * estimated, so that the split is the same in every window and needs no script.
 */
export function collapseParts(parts: DisplayPart[]): { shown: DisplayPart[]; rest: DisplayPart[] } {
  const cut = isShort(parts) || !findLineEnd(parts, maxLines) ? null : findLineEnd(parts, collapsedLines)
  if (!cut) return { shown: parts, rest: [] }
  const [before, part] = [parts[cut.index - 1], parts[cut.index]]
  if (part?.kind === 'text') return splitText(parts, cut.index, findWordStart(part.text, cut.offset))
  // Never split a link, a mention or a tag.
  if (before?.kind === 'text') return splitText(parts, cut.index - 1, before.text.length)
  return { shown: parts.slice(0, cut.index), rest: parts.slice(cut.index) }
}

/** Splits within a text part. White space at the split goes to the rest. */
function splitText(parts: DisplayPart[], index: number, offset: number) {
  const { text } = parts[index] as DisplayPart
  const shown = text.slice(0, offset).trimEnd()
  return {
    shown: [...parts.slice(0, index), { kind: 'text', text: shown } as const],
    rest: [{ kind: 'text', text: text.slice(shown.length) } as const, ...parts.slice(index + 1)],
  }
}

/** A fast check for most texts, which avoids counting the columns of every character. */
function isShort(parts: DisplayPart[]): boolean {
  let [length, lines] = [0, 0]
  for (const { text } of parts) {
    length += text.length
    for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) lines += 1
  }
  return length <= (maxLines * lineColumns) / 2 && lines < maxLines
}

/** The part and offset where the text continues after some lines, or null for a text of fewer lines. */
function findLineEnd(parts: DisplayPart[], lines: number): { index: number; offset: number } | null {
  let [line, column] = [0, 0]
  for (const [index, { text }] of parts.entries()) {
    let offset = 0
    for (const character of text) {
      const width = wide.test(character) ? 2 : 1
      column += width
      if (column > lineColumns) [line, column] = [line + 1, width]
      if (line >= lines) return { index, offset }
      if (character === '\n') [line, column] = [line + 1, 0]
      offset += character.length
    }
  }
  return null
}

/** The start of the word at an offset, or of the character if the word is long. */
function findWordStart(text: string, offset: number): number {
  const before = text.slice(Math.max(0, offset - maxWordLength), offset)
  const space = before.search(/\s\S*$/)
  if (space >= 0) return offset - before.length + space
  return new Intl.Segmenter().segment(text).containing(offset)?.index ?? offset
}
