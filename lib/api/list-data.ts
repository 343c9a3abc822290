import { env } from '../env'
import { AppError } from '../errors'
import { type Cursor, mapPage, type Page, parseCursor } from '../page'
import { type PostView, toPostItem } from '../posts/view'
import { retryHeaders } from '../rate-limit/headers'
import type { HighlightTerm } from '../text/highlights'
import type { Viewer } from '../viewer'
import { unauthenticatedResponse } from './unauthenticated'

const headers = { 'Cache-Control': 'private, no-store' }

/** Reads a page of a list with `size` entries; null for a list that does not exist. */
type ReadPage<T> = (viewer: Viewer, cursor: Cursor | null, size: number) => Promise<Page<T> | null>

/**
 * Responds with JSON to a request from this site's own pages. Rejects cross-site requests by Sec-Fetch-Site.
 * @returns 200 with JSON; 401 for guests, 403 for other sites, 404 when `read` finds nothing, 429 beyond a rate limit
 */
export async function respondWithData(
  viewer: Viewer | null,
  request: Request,
  read: (viewer: Viewer) => Promise<object | null>,
): Promise<Response> {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site') return refuse('forbidden', 403)
  if (!viewer) return unauthenticatedResponse()
  try {
    const data = await read(viewer)
    return data ? Response.json(data, { headers }) : refuse('not-found', 404)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate-limited') throw error
    return refuse(error.code, 429, retryHeaders(error))
  }
}

/**
 * Like `respondWithData`, for a page of a list.
 * @param request with the search parameters `before` or `after`
 */
export async function respondWithList<T>(
  viewer: Viewer | null,
  request: Request,
  read: ReadPage<T>,
): Promise<Response> {
  const cursor = parseCursor(Object.fromEntries(new URL(request.url).searchParams))
  return respondWithData(viewer, request, (caller) => read(caller, cursor, env.POSTS_PER_PAGE))
}

/**
 * Like `respondWithList`, for posts.
 * @param highlights search terms that the texts are cut around
 */
export async function respondWithPosts(
  viewer: Viewer | null,
  request: Request,
  read: ReadPage<PostView>,
  highlights?: HighlightTerm[],
): Promise<Response> {
  return respondWithList(viewer, request, async (...args) => {
    const page = await read(...args)
    return page && mapPage(page, (post) => toPostItem(post, highlights))
  })
}

function refuse(error: string, status: number, more: Record<string, string> = {}): Response {
  return Response.json({ error }, { status, headers: { ...headers, ...more } })
}
