import { respondWithPosts } from '@/lib/api/list-data'
import { exploreFeed } from '@/lib/feeds/queries'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The posts of Explore, as JSON. */
export async function GET(request: Request): Promise<Response> {
  return respondWithPosts(await getCaller(), request, exploreFeed)
}
