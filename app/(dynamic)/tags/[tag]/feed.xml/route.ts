import { respondWithFeed } from '@/lib/api/feeds/respond'
import { tagPostsFeed } from '@/lib/api/feeds/sources'

/** The posts with a tag as an Atom feed. */
export async function GET(request: Request, { params }: RouteContext<'/tags/[tag]/feed.xml'>) {
  const { tag } = await params
  return respondWithFeed(request, 'atom', (query) => tagPostsFeed(tag, query))
}
