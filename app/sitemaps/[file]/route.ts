import { sitemapResponse } from '@/lib/api/sitemaps'

/** One sitemap. */
export async function GET(request: Request, { params }: RouteContext<'/sitemaps/[file]'>) {
  return sitemapResponse(request, (await params).file)
}
