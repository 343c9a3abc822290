import { respondWithPosts } from '@/lib/api/list-data'
import { repliesFeed } from '@/lib/feeds/queries'
import { getCaller } from '@/lib/request/viewer'
import { getUser } from '@/lib/users/queries'

export const dynamic = 'force-dynamic'

/** The posts of a user that reply to another post, as JSON. */
export async function GET(request: Request, { params }: RouteContext<'/data/users/[username]/replies'>) {
  const { username } = await params
  return respondWithPosts(await getCaller(), request, async (viewer, cursor, size) => {
    const user = await getUser(viewer, username)
    return user && repliesFeed(viewer, user.id, cursor, size)
  })
}
