import { LinkifyIt } from 'linkify-it'
import { limits } from '../limits'
import { parseUrl } from '../url'
import { countCodePoints } from './code-points'
import { normalizeTag, tagLetters } from './normalize-tag'

export type BodyPart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; username: string }
  | { kind: 'tag'; text: string; tag: string }

// Words with a dot ("readme.md") are not links. Only URLs with http, https and mailto are.
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  .add('ftp:', null)
  .add('//', null)

const safeSchemes = new Set(['http:', 'https:', 'mailto:'])

// Mentions and tags start at the beginning of a word. Matching takes linear time.
const annotations = new RegExp(
  String.raw`(?<![\p{L}\p{N}\p{M}_@#/&])(?:@([A-Za-z0-9_]{2,30})(?![A-Za-z0-9_@])|[#＃](${tagLetters}+))`,
  'gu',
)

/**
 * Parses the body of a post into text, links, mentions and tags, in order. The texts of all parts form the body.
 * @param body up to 10,000 code points
 */
export function parseBody(body: string): BodyPart[] {
  const parts: BodyPart[] = []
  let offset = 0
  for (const match of body.includes(':') ? (linkify.match(body) ?? []) : []) {
    if (!isSafeUrl(match.url)) continue
    parts.push(...parseAnnotations(body.slice(offset, match.index)))
    parts.push({ kind: 'link', text: body.slice(match.index, match.lastIndex), href: match.url })
    offset = match.lastIndex
  }
  parts.push(...parseAnnotations(body.slice(offset)))
  return parts
}

function isSafeUrl(url: string): boolean {
  return safeSchemes.has(parseUrl(url)?.protocol ?? '')
}

function parseAnnotations(text: string): BodyPart[] {
  const parts: BodyPart[] = []
  let offset = 0
  for (const match of text.matchAll(annotations)) {
    const part = annotationPart(match[0], match[1], match[2])
    if (!part) continue
    if (match.index > offset) parts.push({ kind: 'text', text: text.slice(offset, match.index) })
    parts.push(part)
    offset = match.index + match[0].length
  }
  if (offset < text.length) parts.push({ kind: 'text', text: text.slice(offset) })
  return parts
}

function annotationPart(
  text: string,
  username: string | undefined,
  tag: string | undefined,
): BodyPart | null {
  if (username) return { kind: 'mention', text, username: username.toLowerCase() }
  if (!tag || !/\p{L}/u.test(tag)) return null
  // Normalization can lengthen a tag, and the limit is that of the database, which stores it normalized.
  const normal = normalizeTag(tag)
  return countCodePoints(normal) > limits.tag.max ? null : { kind: 'tag', text, tag: normal }
}

/** The lower-cased usernames and the normalised tags of a body, each once. */
export type Annotations = { usernames: string[]; tags: string[] }

/** Finds the users that a body mentions and its tags. */
export function findAnnotations(body: string): Annotations {
  const usernames = new Set<string>()
  const tags = new Set<string>()
  for (const part of parseBody(body)) {
    if (part.kind === 'mention') usernames.add(part.username)
    if (part.kind === 'tag') tags.add(part.tag)
  }
  return { usernames: [...usernames], tags: [...tags] }
}
