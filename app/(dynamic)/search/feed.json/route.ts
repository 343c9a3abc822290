import { respondWithFeed } from '@/lib/api/feeds/respond'
import { searchFeed } from '@/lib/api/feeds/sources'

export const dynamic = 'force-dynamic'

/** The posts that a search finds as a JSON feed. */
export async function GET(request: Request) {
  return respondWithFeed(request, 'json', searchFeed, 'search-ip')
}
