import { respondWithList } from '@/lib/api/list-data'
import { getConversation } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { toConversationPage } from '@/lib/posts/view'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The replies on a page of a conversation, as JSON. */
export async function GET(request: Request, { params }: RouteContext<'/data/posts/[id]'>) {
  const id = postId.safeParse((await params).id)
  return respondWithList(await getCaller(), request, async (viewer, cursor) => {
    const conversation = id.success ? await getConversation(viewer, id.data, cursor) : null
    return conversation && toConversationPage(conversation)
  })
}
