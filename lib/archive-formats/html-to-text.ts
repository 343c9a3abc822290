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

type Link = { href: string; isMention: boolean; isMentionOrHashtag: boolean; start: number }

/**
 * Converts the HTML of a Mastodon post to text: paragraphs and line breaks become newlines, links URLs, and a mention
 * `@user@host`. The result is plain text, which pages escape.
 */
export function htmlToText(html: string): string {
  let text = ''
  let end = 0
  let link: Link | null = null
  for (const match of html.matchAll(tags)) {
    text += decodeEntities(html.slice(end, match.index))
    end = match.index + match[0].length
    const [, slash, tag = '', attributes = ''] = match
    const name = tag.toLowerCase()
    const closes = slash === '/'
    if (name === 'br') text += '\n'
    else if (name === 'li') text += closes ? '\n' : '- '
    else if (blocks.has(name) && closes) text += '\n\n'
    else if (name === 'a' && !closes) link = readLink(attributes, text.length)
    else if (name === 'a' && link) {
      text = text.slice(0, link.start) + linkText(link, text.slice(link.start))
      link = null
    }
  }
  text += decodeEntities(html.slice(end))
  const lines = text.split('\n').map((line) => line.trimEnd())
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function readLink(attributes: string, start: number): Link {
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
  return { href: attribute('href'), isMention, isMentionOrHashtag: isHashtag || isMention, start }
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
