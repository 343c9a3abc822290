import { respondWithList } from '@/lib/api/list-data'
import { listNotifications } from '@/lib/notifications/queries'
import { kindParam } from '@/lib/notifications/schema'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The viewer's notifications, as JSON. */
export async function GET(request: Request): Promise<Response> {
  const kind = kindParam.parse(new URL(request.url).searchParams.get('kind'))
  return respondWithList(await getCaller(), request, (viewer, cursor, size) =>
    listNotifications(viewer, kind, cursor, size),
  )
}
