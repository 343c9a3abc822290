import { respondWithList } from '@/lib/api/list-data'
import { listLikers } from '@/lib/likes/queries'
import { getPost } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The users who like a post, as JSON. */
export async function GET(request: Request, { params }: RouteContext<'/data/posts/[id]/likes'>) {
  const id = postId.safeParse((await params).id)
  return respondWithList(await getCaller(), request, async (viewer, cursor, size) => {
    const post = id.success ? await getPost(viewer, id.data) : null
    return post && listLikers(viewer, post.id, cursor, size)
  })
}
