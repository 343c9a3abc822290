import { respondWithExport } from '@/lib/api/export-download'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The file of one of the viewer's exports. */
export async function GET(_: Request, { params }: RouteContext<'/data/exports/[id]'>): Promise<Response> {
  return respondWithExport(await getCaller(), (await params).id)
}
