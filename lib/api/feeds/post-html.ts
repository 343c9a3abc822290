import type { PostView } from '../../posts/view'
import { type DisplayPart, displayParts } from '../../text/display'
import { element, join, type Markup } from '../../text/xml'

/**
 * The text of a post as HTML for other programs: with links, mentions and tags as absolute addresses, and without
 * anything that is collapsed.
 * @param origin of this site
 */
export function postHtml({ body, mentions, language }: PostView, origin: string): Markup {
  const parts = displayParts(body).map((part) => htmlOf(part, mentions, origin))
  return element('p', { dir: 'auto', lang: language || null }, join(parts))
}

function htmlOf(part: DisplayPart, mentions: string[], origin: string): Markup {
  const text = withLineBreaks(part.text)
  if (part.kind === 'link')
    return element('a', { href: part.href, title: part.title, rel: 'nofollow ugc' }, text)
  if (part.kind === 'tag')
    return element('a', { href: `${origin}/tags/${encodeURIComponent(part.tag)}` }, text)
  if (part.kind === 'mention' && mentions.includes(part.username))
    return element('a', { href: `${origin}/users/${part.username}` }, text)
  return text
}

function withLineBreaks(text: string): Markup {
  if (!text.includes('\n')) return join([text])
  const lines = text.split('\n')
  return join(lines.flatMap((line, index) => (index > 0 ? [element('br', {}), line] : [line])))
}
