import { respondWithPosts } from '@/lib/api/list-data'
import { tagFeed } from '@/lib/feeds/queries'
import { getCaller } from '@/lib/request/viewer'
import { normalizeTag } from '@/lib/text/normalize-tag'

export const dynamic = 'force-dynamic'

/** The posts with a tag, as JSON. */
export async function GET(request: Request, { params }: RouteContext<'/data/tags/[tag]'>) {
  const tag = normalizeTag((await params).tag)
  return respondWithPosts(await getCaller(), request, (viewer, cursor, size) =>
    tagFeed(viewer, tag, cursor, size),
  )
}
