import { respondWithList } from '@/lib/api/list-data'
import { getPartner, threadPage } from '@/lib/messages/queries'
import { toMessageItem } from '@/lib/messages/view'
import { mapPage } from '@/lib/page'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The messages between the viewer and another user, newest first, as JSON. */
export async function GET(request: Request, { params }: RouteContext<'/data/messages/[username]'>) {
  const { username } = await params
  return respondWithList(await getCaller(), request, async (viewer, cursor, size) => {
    const partner = await getPartner(viewer, username)
    if (!partner || partner.own) return null
    return mapPage(await threadPage(viewer, partner.id, cursor, size), toMessageItem)
  })
}
