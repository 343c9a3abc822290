import { respondWithList } from '@/lib/api/list-data'
import { listFollowing } from '@/lib/follows/queries'
import { getCaller } from '@/lib/request/viewer'
import { getUser } from '@/lib/users/queries'

export const dynamic = 'force-dynamic'

/** The users that a user follows, as JSON. */
export async function GET(request: Request, { params }: RouteContext<'/data/users/[username]/following'>) {
  const { username } = await params
  return respondWithList(await getCaller(), request, async (viewer, cursor, size) => {
    const user = await getUser(viewer, username)
    return user && listFollowing(viewer, user.id, cursor, size)
  })
}
