import { publicOrigin } from '../http/cookies'
import { getPost } from '../posts/queries'
import { postId } from '../posts/schema'
import type { PostView } from '../posts/view'
import { postPreview, previewPath, previewSize, userPreview } from '../previews/source'
import { element, join, type Markup, xmlDocument } from '../text/xml'
import { parseUrl } from '../url'
import { getUser } from '../users/queries'
import { nameOf, type UserSummary, type UserView } from '../users/view'
import { postHtml } from './feeds/post-html'
import { limitByAddress, openHeaders, refuse } from './open-data'

/** The size of the HTML in pixels, unless the consumer has less space. */
const width = { default: 550, min: 220 }

type Embedded = { title: string; author: UserSummary; html: Markup; text: string; preview: string }

/**
 * The oEmbed provider (https://oembed.com) for addresses of posts and users.
 * @returns 400 without `url`, 404 for other addresses and what guests cannot see, 501 for other formats, 429 beyond the
 *   limit of the client's address
 */
export async function oembedResponse(request: Request): Promise<Response> {
  const refusal = await limitByAddress('feed-ip', request)
  if (refusal) return refusal
  const params = new URL(request.url).searchParams
  const format = params.get('format') ?? 'json'
  if (format !== 'json' && format !== 'xml') return refuse(501, 'Not Implemented')
  const url = params.get('url')
  if (!url) return refuse(400, 'The parameter url is missing.')
  const origin = publicOrigin(request.headers)
  const embedded = await findEmbedded(url, origin)
  if (!embedded) return refuse(404, 'Not Found')
  const properties = toProperties(embedded, origin, {
    width: sizeOf(params.get('maxwidth')),
    height: sizeOf(params.get('maxheight')),
  })
  const headers = { ...openHeaders, 'X-Robots-Tag': 'noindex' }
  if (format === 'json') return Response.json(properties, { headers })
  const fields = Object.entries(properties).map(([name, value]) => element(name, {}, String(value)))
  return new Response(xmlDocument(element('oembed', {}, ...fields)), {
    headers: { ...headers, 'Content-Type': 'text/xml; charset=utf-8' },
  })
}

/** A limit of the consumer in pixels; Infinity without one. */
const sizeOf = (value: string | null): number =>
  value && /^[1-9]\d{0,4}$/.test(value) ? Number(value) : Number.POSITIVE_INFINITY

async function findEmbedded(url: string, origin: string): Promise<Embedded | null> {
  const parsed = parseUrl(url)
  if (!parsed || parsed.host !== new URL(origin).host || !/^https?:$/.test(parsed.protocol)) return null
  const [, kind, name = ''] = /^\/(posts|users)\/(\w+)\/?$/.exec(parsed.pathname) ?? []
  if (kind === 'users') {
    const user = await getUser(null, name)
    return user && embedUser(user, origin)
  }
  const id = kind === 'posts' ? postId.safeParse(name).data : undefined
  const post = id === undefined ? null : await getPost(null, id)
  return post && embedPost(post, origin)
}

function embedPost(post: PostView, origin: string): Embedded {
  const { author, body, createdAt } = post
  const path = `/posts/${post.id}`
  const time = createdAt.toISOString()
  const date = element('a', { href: origin + path }, element('time', { datetime: time }, time.slice(0, 10)))
  return {
    title: nameOf(author),
    author,
    html: quote(origin + path, postHtml(post, origin), join([authorLink(author, origin), ', ', date])),
    text: body,
    preview: previewPath(path, postPreview(post)),
  }
}

function embedUser(user: UserView, origin: string): Embedded {
  const path = `/users/${user.username}`
  const about = user.aboutMe ? element('p', { dir: 'auto' }, user.aboutMe) : join([])
  return {
    title: nameOf(user),
    author: user,
    html: quote(origin + path, about, authorLink(user, origin)),
    text: user.aboutMe,
    preview: previewPath(path, userPreview(user)),
  }
}

/** HTML that needs neither a script nor a stylesheet. */
function quote(url: string, content: Markup, source: Markup): Markup {
  return element('blockquote', { cite: url }, content, element('footer', {}, '— ', source))
}

function authorLink(user: UserSummary, origin: string): Markup {
  const text = `${nameOf(user)} (@${user.username})`
  return element('a', { href: `${origin}/users/${user.username}` }, element('bdi', {}, text))
}

type Sizes = { width: number; height: number }

function toProperties({ title, author, html, text, preview }: Embedded, origin: string, max: Sizes) {
  const shown = Math.max(width.min, Math.min(width.default, max.width))
  const hasRoom = max.width >= previewSize.width && max.height >= previewSize.height
  return {
    version: '1.0',
    type: 'rich',
    title,
    author_name: nameOf(author),
    author_url: `${origin}/users/${author.username}`,
    provider_name: 'Roost',
    provider_url: `${origin}/`,
    cache_age: 300,
    html: html.markup,
    width: Math.min(shown, max.width),
    height: Math.min(estimateHeight(text, shown), max.height),
    ...(hasRoom && {
      thumbnail_url: origin + preview,
      thumbnail_width: previewSize.width,
      thumbnail_height: previewSize.height,
    }),
  }
}

/** Pixels of the text in common sizes. oEmbed requires a height, but the style belongs to the consumer. */
function estimateHeight(text: string, shown: number): number {
  const columns = Math.floor((shown - 80) / 8)
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0)
  return 80 + 24 * lines
}
