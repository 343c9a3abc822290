import { respondWithData } from '@/lib/api/list-data'
import { getPosts } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { toPostItem } from '@/lib/posts/view'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** Maximum posts in one request; pages request those that have changed. */
const maxIds = 50

/** The posts with the ids `?ids=1,2`, as JSON. Posts that the viewer may not see are left out. */
export async function GET(request: Request): Promise<Response> {
  const given = (new URL(request.url).searchParams.get('ids') ?? '').split(',').slice(0, maxIds)
  const ids = given.flatMap((id) => postId.safeParse(id).data ?? [])
  return respondWithData(await getCaller(), request, async (viewer) => ({
    items: (await getPosts(viewer, ids)).map((post) => toPostItem(post)),
  }))
}
