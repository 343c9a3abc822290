import { respondWithFeed } from '@/lib/api/feeds/respond'
import { userFeed } from '@/lib/api/feeds/sources'

/** The posts of a user as an Atom feed. */
export async function GET(request: Request, { params }: RouteContext<'/users/[username]/feed.xml'>) {
  const { username } = await params
  return respondWithFeed(request, 'atom', (query) => userFeed(username, query))
}
