import { respondWithPosts } from '@/lib/api/list-data'
import { listBookmarks } from '@/lib/bookmarks/queries'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The viewer's bookmarks, as JSON. */
export async function GET(request: Request): Promise<Response> {
  return respondWithPosts(await getCaller(), request, listBookmarks)
}
