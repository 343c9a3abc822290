import { type BodyPart, parseBody } from './parse-body'

/** A part of a body as pages show it. `title` is the whole address of a link whose text is not what was typed. */
export type DisplayPart = BodyPart & { title?: string }

// UAX 14 breaks lines at all three. What stands between them leaves no mark (the same set as isBlank in fields.ts).
const manyBlankLines =
  /(?:[\n\u2028\u2029][\t\p{Zs}\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]*){3,}[\n\u2028\u2029]/gu

/** `text` with at most two blank lines in a row. Linear time. */
export function collapseBlankLines(text: string): string {
  return text.replace(manyBlankLines, '\n\n\n')
}

/**
 * Splits a body as parseBody does, for display: at most two blank lines in a row, and long addresses shortened.
 * @param body Up to 10,000 code points.
 */
export function displayParts(body: string): DisplayPart[] {
  return parseBody(collapseBlankLines(body)).map(displayPart)
}

/** A part with the text that pages show: of a link no more than says where it leads. */
export function displayPart(part: BodyPart): DisplayPart {
  if (part.kind !== 'link' || !/^https?:/i.test(part.href)) return part
  const text = displayAddress(part)
  return text === part.text ? part : { ...part, text, title: part.href }
}

/** UTF-16 units of an address; the host is shown whole however long it is. */
const longest = 40

// Unicode Bidirectional Algorithm (UAX 9): they could show the end of a path where the host is read.
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * The host as a browser resolves it, in ASCII and without user info, so that no look-alike letters and no name before
 * an @ pass for another one (WHATWG URL 4.3); then the path as typed, as far as there is room. A short address whose
 * host was typed so stays as it is.
 */
function displayAddress({ text, href }: { text: string; href: string }): string {
  const { host } = new URL(href)
  const [, typedHost = '', typedPath = ''] = /^[a-z]+:\/\/([^/?#\\]*)(.*)$/is.exec(text) ?? []
  const path = typedPath.replace(directions, '')
  if (text.length <= longest && typedHost.toLowerCase() === host && path === typedPath) return text
  return host + clip(path, Math.max(2, longest - host.length))
}

/** The beginning of a path with … after it, never part of a character or of a percent escape. */
function clip(path: string, room: number): string {
  if (path.length <= room) return path
  const end = new Intl.Segmenter().segment(path).containing(room - 1)?.index ?? 0
  return `${path.slice(0, end).replace(/(?:%[0-9a-f]{0,2})+$/i, '')}…`
}
