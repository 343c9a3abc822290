import { LinkifyIt } from 'linkify-it'
import { limits } from '../limits'
import { countCodePoints } from './code-points'
import { normalizeTag, tagLetters } from './normalize-tag'

export type BodyPart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; username: string }
  | { kind: 'tag'; text: string; tag: string }

// Bare words with a dot are left alone ("readme.md"); only http, https and mailto become links.
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  .add('ftp:', null)
  .add('//', null)

const safeSchemes = new Set(['http:', 'https:', 'mailto:'])

// A sign counts only at the start of a word, and a tag needs one letter; both run in linear time.
const signs = new RegExp(
  String.raw`(?<![\p{L}\p{N}\p{M}_@#/&])(?:@([A-Za-z0-9_]{2,30})(?![A-Za-z0-9_@])|[#＃](${tagLetters}+))`,
  'gu',
)

/**
 * Splits a post's body into text, links, mentions and tags, in order; joined, the texts are the body again.
 * @param body Up to 10,000 code points.
 */
export function parseBody(body: string): BodyPart[] {
  const parts: BodyPart[] = []
  let at = 0
  for (const match of body.includes(':') ? (linkify.match(body) ?? []) : []) {
    if (!isSafeUrl(match.url)) continue
    parts.push(...parseSigns(body.slice(at, match.index)))
    parts.push({ kind: 'link', text: body.slice(match.index, match.lastIndex), href: match.url })
    at = match.lastIndex
  }
  parts.push(...parseSigns(body.slice(at)))
  return parts
}

function isSafeUrl(url: string): boolean {
  return URL.canParse(url) && safeSchemes.has(new URL(url).protocol)
}

function parseSigns(text: string): BodyPart[] {
  const parts: BodyPart[] = []
  let at = 0
  for (const match of text.matchAll(signs)) {
    const part = signPart(match[0], match[1], match[2])
    if (!part) continue
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) })
    parts.push(part)
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) })
  return parts
}

function signPart(text: string, username: string | undefined, tag: string | undefined): BodyPart | null {
  if (username) return { kind: 'mention', text, username: username.toLowerCase() }
  if (!tag || !/\p{L}/u.test(tag)) return null
  // Some characters grow when they are normalised, and the database holds the tag as it is then.
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
