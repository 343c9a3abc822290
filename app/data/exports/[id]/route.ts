import { respondWithExport } from '@/lib/api/export-download'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** The file of one of the viewer's exports. */
export async function GET(_: Request, { params }: RouteContext<'/data/exports/[id]'>): Promise<Response> {
  return respondWithExport(await getCaller(), (await params).id)
}

/** The same headers. Next would call GET and leave the file open. */
export async function HEAD(_: Request, { params }: RouteContext<'/data/exports/[id]'>): Promise<Response> {
  const { status, headers, body } = await respondWithExport(await getCaller(), (await params).id)
  await body?.cancel()
  return new Response(null, { status, headers })
}
