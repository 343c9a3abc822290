/** Where a name begins that is being written, as lib/text/parse-body.ts reads them: at the start of a word. */
const beforeCaret = /(?<![\p{L}\p{N}\p{M}_@#/&])@([\p{L}\p{N}\p{M}_]{0,30})$/u

type Mention = {
  /** Offset of the @. */
  start: number
  /** Offset behind the name, which may go on behind the caret. */
  end: number
  typed: string
}

/** The mention that somebody is writing in a composer; null when the caret is elsewhere, or a text is selected. */
export function findMentionAtCaret(field: HTMLTextAreaElement): Mention | null {
  const { selectionStart: caret, value } = field
  // Everything that others read is called body; what one says about oneself mentions nobody.
  if (field.name !== 'body' || caret !== field.selectionEnd) return null
  const match = beforeCaret.exec(value.slice(Math.max(0, caret - 80), caret))
  if (!match) return null
  const rest = /^[\p{L}\p{N}\p{M}_]*/u.exec(value.slice(caret))?.[0] ?? ''
  const typed = match[1] ?? ''
  return { start: caret - typed.length - 1, end: caret + rest.length, typed }
}
