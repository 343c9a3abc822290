import type { PostView } from '../../posts/view'
import { element, type Markup, xmlDocument } from '../../text/xml'
import type { UserSummary } from '../../users/view'
import { type Feed, feedAuthor, feedTypes, linksOf, postUpdatedAt, postUrl, updatedAt } from './feed'
import { postHtml } from './post-html'

/** UTF-16 units of the title of an entry, which Atom requires and posts do not have. */
const titleLength = 80

const namespaces = {
  xmlns: 'http://www.w3.org/2005/Atom',
  // RFC 4685, for replies.
  'xmlns:thr': 'http://purl.org/syndication/thread/1.0',
}

/** The feed as Atom 1.0 (RFC 4287), with links to its other pages (RFC 5005 §3). */
export function atomDocument(feed: Feed, origin: string): string {
  const { self, page, first, next, previous } = linksOf(feed, 'atom', origin)
  const link = (rel: string, href: string | null, type = feedTypes.atom) =>
    href === null ? null : element('link', { rel, type, href })
  return xmlDocument(
    element(
      'feed',
      namespaces,
      element('id', {}, page),
      element('title', {}, feed.title),
      feed.description ? element('subtitle', {}, feed.description) : null,
      element('updated', {}, updatedAt(feed).toISOString()),
      feed.author && authorElement(feed.author, origin),
      feed.author && element('icon', {}, feedAuthor(feed.author, origin).picture),
      link('self', self),
      link('alternate', page, 'text/html'),
      link('first', first),
      link('next', next),
      link('previous', previous),
      element('generator', {}, 'Roost'),
      ...feed.page.items.map((post) => entryElement(post, origin)),
    ),
  )
}

function entryElement(post: PostView, origin: string): Markup {
  const url = postUrl(origin, post.id)
  const parent = post.replyTo && postUrl(origin, post.replyTo.id)
  return element(
    'entry',
    { 'xml:lang': post.language || null },
    element('id', {}, url),
    element('title', {}, titleOf(post)),
    element('published', {}, post.createdAt.toISOString()),
    element('updated', {}, postUpdatedAt(post).toISOString()),
    authorElement(post.author, origin),
    element('link', { rel: 'alternate', type: 'text/html', href: url }),
    parent && element('thr:in-reply-to', { ref: parent, href: parent, type: 'text/html' }),
    element('content', { type: 'html' }, postHtml(post, origin).markup),
  )
}

const segmenter = new Intl.Segmenter()

/** The beginning of the text. Counting grapheme clusters, as `excerpt` does, takes as long as the rest of a feed. */
function titleOf({ body }: PostView): string {
  const text = body.replace(/\s+/g, ' ').trim()
  if (text.length <= titleLength) return text
  const end = segmenter.segment(text).containing(titleLength)?.index ?? titleLength
  return `${text.slice(0, end).trimEnd()}…`
}

function authorElement(user: UserSummary, origin: string): Markup {
  const { name, url } = feedAuthor(user, origin)
  return element('author', {}, element('name', {}, name), element('uri', {}, url))
}
