/** An incomplete mention before the caret, by the rules of lib/text/parse-body.ts. */
const beforeCaret = /(?<![\p{L}\p{N}\p{M}_@#/&])@([\p{L}\p{N}\p{M}_]{0,30})$/u

export type Mention = {
  /** Offset of the @ in UTF-16 units. */
  start: number
  /** Offset after the name, which may continue after the caret. */
  end: number
  /** The part of the name before the caret. */
  typed: string
}

/** Finds the mention at the caret; null when there is none or text is selected. */
export function findMentionAtCaret(field: HTMLTextAreaElement): Mention | null {
  const { selectionStart: caret, value } = field
  // Only posts and messages have mentions; their field is called body.
  if (field.name !== 'body' || caret !== field.selectionEnd) return null
  const match = beforeCaret.exec(value.slice(Math.max(0, caret - 80), caret))
  if (!match) return null
  const rest = /^[\p{L}\p{N}\p{M}_]*/u.exec(value.slice(caret))?.[0] ?? ''
  const typed = match[1] ?? ''
  return { start: caret - typed.length - 1, end: caret + rest.length, typed }
}
