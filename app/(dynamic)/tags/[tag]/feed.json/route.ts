import { respondWithFeed } from '@/lib/api/feeds/respond'
import { tagPostsFeed } from '@/lib/api/feeds/sources'

/** The posts with a tag as a JSON feed. */
export async function GET(request: Request, { params }: RouteContext<'/tags/[tag]/feed.json'>) {
  const { tag } = await params
  return respondWithFeed(request, 'json', (query) => tagPostsFeed(tag, query))
}
