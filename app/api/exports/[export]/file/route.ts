import { downloadExportOperation } from '@/lib/api/exports/operations'
import { apiRoute, type Handler } from '@/lib/api/rest/route'

export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = apiRoute(downloadExportOperation)

/** The headers of GET. Without this, Next would call GET and leave the file open. */
export const HEAD: Handler = async (request, context) => {
  const { status, headers, body } = await GET(request, context)
  await body?.cancel()
  return new Response(null, { status, headers })
}
