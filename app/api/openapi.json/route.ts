import { openApiDocument } from '@/lib/api/openapi/document'
import { runningVersion } from '@/lib/env/version'

export const dynamic = 'force-dynamic'

let document: string | undefined

/** The OpenAPI document of the REST API. It depends on the settings, so the process makes it at the first request. */
export function GET(): Response {
  document ??= JSON.stringify(openApiDocument(runningVersion().version))
  const headers = { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' }
  return new Response(document, { headers: { ...headers, 'Cache-Control': 'no-cache' } })
}
