import { collapseParts } from './collapse'
import { collapseBlankLines, type DisplayPart, displayPart, displayParts } from './display'
import { excerptAround, findHighlights, type HighlightTerm, type TextRange } from './highlights'
import { parseBody } from './parse-body'

/** Plain text, or a match of a search. */
export type PlainPart = string | { mark: string }

/** A link: to an address outside this site, to a tag, or to a mentioned user. */
export type LinkPart = { text: string | PlainPart[] } & (
  | { href: string; title?: string }
  | { tag: string }
  | { user: string }
)

/** A parsed text, as JSON for the browser. `rest` is initially collapsed. */
export type RichText = { shown: (PlainPart | LinkPart)[]; rest?: (PlainPart | LinkPart)[] }

/**
 * Parses a text for display: links, mentions and tags. Keeps at most two consecutive blank lines, and splits off the
 * end of a long text as `rest`.
 * @param body up to 10,000 code points
 * @param mentions lower-cased usernames in the text that become links
 */
export function toRichText(body: string, mentions: string[]): RichText {
  const { shown, rest } = collapseParts(displayParts(body))
  const convert = (parts: DisplayPart[]) => parts.flatMap((part) => convertPart(part, [part.text], mentions))
  return rest.length > 0 ? { shown: convert(shown), rest: convert(rest) } : { shown: convert(shown) }
}

/** Length of the excerpt of a search result, in UTF-16 units. */
const excerptLength = 500

/** Parses the text of a search result: the part of it around the matches, with the matches marked. */
export function toExcerpt(body: string, mentions: string[], terms: HighlightTerm[]): RichText {
  const text = collapseBlankLines(body)
  const matches = findHighlights(text, terms)
  const range = excerptAround(text, matches, excerptLength)
  let end = 0
  const parts = parseBody(text).flatMap((part) => {
    const start = end
    end += part.text.length
    const within = { start: Math.max(start, range.start), end: Math.min(end, range.end) }
    if (within.start >= within.end) return []
    const hasMatch = matches.some((match) => match.start < end && match.end > start)
    // An address is shortened only if that hides no match.
    const display = hasMatch || within.end - within.start < part.text.length ? part : displayPart(part)
    return convertPart(
      display,
      display === part ? markMatches(text, within, matches) : [display.text],
      mentions,
    )
  })
  const before = range.start > 0 ? ['… '] : []
  return { shown: [...before, ...parts, ...(range.end < text.length ? [' …'] : [])] }
}

function markMatches(text: string, { start, end }: TextRange, matches: TextRange[]): PlainPart[] {
  const parts: PlainPart[] = []
  let position = start
  for (const match of matches) {
    const [from, to] = [Math.max(match.start, start), Math.min(match.end, end)]
    if (from >= to) continue
    if (from > position) parts.push(text.slice(position, from))
    parts.push({ mark: text.slice(from, to) })
    position = to
  }
  return position < end ? [...parts, text.slice(position, end)] : parts
}

function convertPart(part: DisplayPart, text: PlainPart[], mentions: string[]): (PlainPart | LinkPart)[] {
  const [first] = text
  const content = text.length === 1 && typeof first === 'string' ? first : text
  if (part.kind === 'link')
    return [{ href: part.href, text: content, ...(part.title && { title: part.title }) }]
  if (part.kind === 'tag') return [{ tag: part.tag, text: content }]
  if (part.kind === 'mention' && mentions.includes(part.username))
    return [{ user: part.username, text: content }]
  return text
}
