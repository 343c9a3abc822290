import { respondWithPosts } from '@/lib/api/list-data'
import { likesFeed } from '@/lib/feeds/queries'
import { getCaller } from '@/lib/request/viewer'
import { getUser } from '@/lib/users/queries'

export const dynamic = 'force-dynamic'

/** The posts that a user likes, as JSON. */
export async function GET(request: Request, { params }: RouteContext<'/data/users/[username]/likes'>) {
  const { username } = await params
  return respondWithPosts(await getCaller(), request, async (viewer, cursor, size) => {
    const user = await getUser(viewer, username)
    return user && likesFeed(viewer, user.id, cursor, size)
  })
}
