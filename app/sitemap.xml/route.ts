import { sitemapIndexResponse } from '@/lib/api/sitemaps'

export const dynamic = 'force-dynamic'

/** The addresses of the sitemaps. */
export async function GET(request: Request): Promise<Response> {
  return sitemapIndexResponse(request)
}
