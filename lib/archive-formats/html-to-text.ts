import { postMaxLengthCeiling } from '../limits'

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Decodes the entities that Mastodon and X write, and numeric ones. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (entity, decimal, hex, name) => {
    if (name) return named[name.toLowerCase()] ?? entity
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  })
}

/** Matching takes linear time: `<` ends a tag that is not closed. */
const tags = /<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/gi

const blocks = new Set(['p', 'div', 'blockquote', 'ul', 'ol', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/** `from` is the index of its first part of the text. */
type Link = { href: string; isMention: boolean; isMentionOrHashtag: boolean; from: number }

/** UTF-16 units of text beyond which it fits into no post: twice its code points, and as much white space. */
const maxTextLength = 4 * postMaxLengthCeiling

/**
 * Converts the HTML of a Mastodon post to text: paragraphs and line breaks become newlines, links URLs, and a mention
 * `@user@host`. The result is plain text, which pages escape.
 * @returns null when the text is too long for a post
 */
export function htmlToText(html: string): string | null {
  const parts: string[] = []
  let length = 0
  const add = (part: string) => {
    parts.push(part)
    length += part.length
  }
  let end = 0
  let link: Link | null = null
  for (const match of html.matchAll(tags)) {
    add(decodeEntities(html.slice(end, match.index)))
    if (length > maxTextLength) return null
    end = match.index + match[0].length
    const [, slash, tag = '', attributes = ''] = match
    const name = tag.toLowerCase()
    const closes = slash === '/'
    if (name === 'br') add('\n')
    else if (name === 'li') add(closes ? '\n' : '- ')
    else if (blocks.has(name) && closes) add('\n\n')
    else if (name === 'a' && !closes) link = readLink(attributes, parts.length)
    else if (name === 'a' && link) {
      const shown = parts.splice(link.from).join('')
      length -= shown.length
      add(linkText(link, shown))
      link = null
    }
  }
  add(decodeEntities(html.slice(end)))
  if (length > maxTextLength) return null
  const lines = parts
    .join('')
    .split('\n')
    .map((line) => line.trimEnd())
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function readLink(attributes: string, from: number): Link {
  const attribute = (name: string) =>
    decodeEntities(
      new RegExp(String.raw`\b${name}\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'i')
        .exec(attributes)
        ?.slice(1)
        .find((value) => value !== undefined) ?? '',
    )
  const classes = attribute('class').split(/\s+/)
  const isHashtag = classes.includes('hashtag')
  const isMention = classes.includes('mention') && !isHashtag
  return { href: attribute('href'), isMention, isMentionOrHashtag: isHashtag || isMention, from }
}

/** A mention with its host, a tag as it is, and any other link as its URL, after its text if that says something else. */
function linkText({ href, isMention, isMentionOrHashtag }: Link, shown: string): string {
  if (isMention && /^@[\w.-]+$/.test(shown)) return `${shown}@${hostOf(href)}`
  if (isMentionOrHashtag || !/^https?:\/\//i.test(href)) return shown
  const bare = (url: string) => url.replace(/^https?:\/\//i, '').replace(/\/$/, '')
  return bare(shown.trim()) === bare(href) || shown.trim() === '' ? href : `${shown} ${href}`
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
