import { respondWithPosts } from '@/lib/api/list-data'
import { spend } from '@/lib/rate-limit/rate-limit'
import { getCaller, type Viewer } from '@/lib/request/viewer'
import { parseQuery, requiredPhrases } from '@/lib/search/parse-query'
import { searchPosts } from '@/lib/search/queries'
import { searchCursorParams } from '@/lib/search/schema'

export const dynamic = 'force-dynamic'

/** The posts that a search finds, as JSON. */
export async function GET(request: Request): Promise<Response> {
  const params = Object.fromEntries(new URL(request.url).searchParams)
  const query = parseQuery(params.q ?? '')
  const read = async (viewer: Viewer, _: unknown, size: number) => {
    await spend('search', String(viewer.id))
    return searchPosts(viewer, query, searchCursorParams.parse(params), size)
  }
  return respondWithPosts(await getCaller(), request, read, requiredPhrases(query))
}
