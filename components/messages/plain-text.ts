import type { LinkPart, PlainPart, RichText } from '@/lib/text/rich-text'

/** The text of a message as it is displayed, without links. */
export function toPlainText({ shown, rest = [] }: RichText): string {
  return [...shown, ...rest].map(partText).join('')
}

function partText(part: PlainPart | LinkPart): string {
  if (typeof part === 'string') return part
  if ('mark' in part) return part.mark
  return typeof part.text === 'string' ? part.text : part.text.map(partText).join('')
}
