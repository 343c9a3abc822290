import { respondWithData } from '@/lib/api/list-data'
import { popularTags } from '@/lib/feeds/queries'
import { suggestUsersToFollow } from '@/lib/follows/queries'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The lists of the side column, as JSON: people to follow and popular tags. */
export async function GET(request: Request): Promise<Response> {
  return respondWithData(await getCaller(), request, async (viewer) => {
    const [people, tags] = await Promise.all([suggestUsersToFollow(viewer, 3), popularTags(5)])
    return { people, tags }
  })
}
