import { publicOrigin } from '../http/cookies'
import { countSitemaps, listPostPages, listTagPages, listUserPages } from '../sitemaps/queries'
import type { SitemapEntry } from '../sitemaps/view'
import { element, type Markup, xmlDocument } from '../text/xml'
import { hasCurrent, limitByAddress, refuse, weakEtag } from './open-data'

const namespace = { xmlns: 'http://www.sitemaps.org/schemas/sitemap/0.9' }

/** Shared caches may store sitemaps for ten minutes: the pages of deleted posts are 404 at once. */
const cacheControl = 'public, max-age=0, s-maxage=600'

/** The pages that always exist. */
const fixedPages: SitemapEntry[] = ['/', '/explore', '/about'].map((path) => ({ path, changedAt: null }))

/** The index of all sitemaps (https://www.sitemaps.org/protocol.html), which robots.txt names. */
export async function sitemapIndexResponse(request: Request): Promise<Response> {
  const refusal = await limitByAddress('sitemap-ip', request)
  if (refusal) return refusal
  const { users, posts } = await countSitemaps()
  const numbered = (kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${kind}-${index + 1}.xml`)
  const files = ['pages.xml', ...numbered('users', users), ...numbered('posts', posts)]
  const origin = publicOrigin(request.headers)
  const sitemaps = files.map((file) =>
    element('sitemap', {}, element('loc', {}, `${origin}/sitemaps/${file}`)),
  )
  return xmlResponse(request, element('sitemapindex', namespace, ...sitemaps))
}

/**
 * One sitemap, with what guests can see. Its memory is bounded by the range of ids that it covers.
 * @param file `pages.xml`, `users-<number>.xml` or `posts-<number>.xml`; the latter has tags too
 * @returns 404 for a sitemap that the index does not name
 */
export async function sitemapResponse(request: Request, file: string): Promise<Response> {
  const refusal = await limitByAddress('sitemap-ip', request)
  if (refusal) return refusal
  const entries = await readSitemap(file)
  if (!entries) return refuse(404, 'Not Found')
  const origin = publicOrigin(request.headers)
  return xmlResponse(
    request,
    element('urlset', namespace, ...entries.map((entry) => urlElement(entry, origin))),
  )
}

async function readSitemap(file: string): Promise<SitemapEntry[] | null> {
  if (file === 'pages.xml') return fixedPages
  const [, kind, number] = /^(users|posts)-([1-9]\d{0,5})\.xml$/.exec(file) ?? []
  if (!kind || Number(number) > (await countSitemaps())[kind as 'users' | 'posts']) return null
  if (kind === 'users') return listUserPages(Number(number))
  const [posts, tags] = await Promise.all([listPostPages(Number(number)), listTagPages(Number(number))])
  return [...posts, ...tags]
}

function urlElement({ path, changedAt }: SitemapEntry, origin: string): Markup {
  return element(
    'url',
    {},
    element('loc', {}, origin + path),
    changedAt && element('lastmod', {}, changedAt.toISOString()),
  )
}

function xmlResponse(request: Request, root: Markup): Response {
  const body = xmlDocument(root)
  const headers = {
    'Content-Type': 'application/xml; charset=utf-8',
    'Cache-Control': cacheControl,
    ETag: weakEtag(body),
  }
  return hasCurrent(request, headers)
    ? new Response(null, { status: 304, headers })
    : new Response(body, { headers })
}
