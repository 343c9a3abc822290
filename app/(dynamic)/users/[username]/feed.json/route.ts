import { respondWithFeed } from '@/lib/api/feeds/respond'
import { userFeed } from '@/lib/api/feeds/sources'

/** The posts of a user as a JSON feed. */
export async function GET(request: Request, { params }: RouteContext<'/users/[username]/feed.json'>) {
  const { username } = await params
  return respondWithFeed(request, 'json', (query) => userFeed(username, query))
}
