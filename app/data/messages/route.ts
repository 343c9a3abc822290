import { respondWithList } from '@/lib/api/list-data'
import { listConversations } from '@/lib/messages/queries'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The viewer's conversations, as JSON. */
export async function GET(request: Request): Promise<Response> {
  return respondWithList(await getCaller(), request, listConversations)
}
