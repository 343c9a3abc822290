import { type ExportFile, openExportFile } from '../exports/queries'
import { exportId } from '../exports/schema'
import { logInPath } from '../sessions/schema'
import type { Viewer } from '../viewer'

const uncached = { 'Cache-Control': 'private, no-store' }

/**
 * Responds with the file of an export, as a download.
 * @returns 200; 303 to the log-in page for guests; 404 for exports of others, unfinished and expired ones
 */
export async function respondWithExport(viewer: Viewer | null, id: string): Promise<Response> {
  if (!viewer)
    return new Response(null, {
      status: 303,
      headers: { ...uncached, Location: logInPath('/account/data') },
    })
  const file = exportId.safeParse(id).success ? await openExportFile(viewer, id) : null
  if (!file) return Response.json({ error: 'not-found' }, { status: 404, headers: uncached })
  return fileResponse(file)
}

/** The file as a download. The headers prevent browsers from running its content. */
export function fileResponse(file: ExportFile): Response {
  return new Response(file.stream, {
    headers: {
      ...uncached,
      'Content-Type': file.contentType,
      'Content-Length': String(file.size),
      'Content-Disposition': `attachment; filename="${file.name}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  })
}
