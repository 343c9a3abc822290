import { respondWithFeed } from '@/lib/api/feeds/respond'
import { allPostsFeed } from '@/lib/api/feeds/sources'

export const dynamic = 'force-dynamic'

/** All posts as an Atom feed. */
export async function GET(request: Request) {
  return respondWithFeed(request, 'atom', allPostsFeed)
}
