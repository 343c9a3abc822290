import { type BodyPart, parseBody } from './parse-body'

/** A part of a body for display. `title` is the complete URL of a link with a shortened text. */
export type DisplayPart = BodyPart & { title?: string }

// UAX 14 breaks lines at all three characters. The characters between them are invisible, as for isBlank in fields.ts.
const manyBlankLines =
  /(?:[\n\u2028\u2029][\t\p{Zs}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]*){3,}[\n\u2028\u2029]/gu

/** Reduces consecutive blank lines to two. Takes linear time. */
export function collapseBlankLines(text: string): string {
  return text.replace(manyBlankLines, '\n\n\n')
}

/**
 * Parses a body for display, with at most two consecutive blank lines and with shortened URLs.
 * @param body up to 10,000 code points
 */
export function displayParts(body: string): DisplayPart[] {
  return parseBody(collapseBlankLines(body)).map(displayPart)
}

/** Shortens the text of a link to its host and the beginning of its path. */
export function displayPart(part: BodyPart): DisplayPart {
  if (part.kind !== 'link' || !/^https?:/i.test(part.href)) return part
  const text = displayUrl(part)
  return text === part.text ? part : { ...part, text, title: part.href }
}

/** UTF-16 units of a shown URL; a longer host is never shortened. */
const maxUrlLength = 40

// Controls of the Unicode Bidirectional Algorithm (UAX 9), which could make the end of a path look like the host.
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * Shows the host as a browser resolves it, in ASCII and without user info, so that neither look-alike letters nor a name
 * before an @ can imitate another host (WHATWG URL 4.3). The path follows as typed, truncated. A short URL with such a
 * host does not change.
 */
function displayUrl({ text, href }: { text: string; href: string }): string {
  const { host } = new URL(href)
  const [, typedHost = '', typedPath = ''] = /^[a-z]+:\/\/([^/?#\\]*)(.*)$/is.exec(text) ?? []
  const path = typedPath.replace(bidiControls, '')
  if (text.length <= maxUrlLength && typedHost.toLowerCase() === host && path === typedPath) return text
  return host + truncatePath(path, Math.max(2, maxUrlLength - host.length))
}

/** Truncates a path with … at the end, and never within a character or a percent escape. */
function truncatePath(path: string, max: number): string {
  if (path.length <= max) return path
  const end = new Intl.Segmenter().segment(path).containing(max - 1)?.index ?? 0
  return `${path.slice(0, end).replace(/(?:%[0-9a-f]{0,2})+$/i, '')}…`
}
