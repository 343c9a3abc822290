import { respondWithList } from '@/lib/api/list-data'
import { listFollowers } from '@/lib/follows/queries'
import { getCaller } from '@/lib/request/viewer'
import { getUser } from '@/lib/users/queries'

export const dynamic = 'force-dynamic'

/** The followers of a user, as JSON. */
export async function GET(request: Request, { params }: RouteContext<'/data/users/[username]/followers'>) {
  const { username } = await params
  return respondWithList(await getCaller(), request, async (viewer, cursor, size) => {
    const user = await getUser(viewer, username)
    return user && listFollowers(viewer, user.id, cursor, size)
  })
}
