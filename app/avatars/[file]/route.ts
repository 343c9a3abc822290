import { identicon } from '@/lib/previews/identicon'

const headers = {
  'Content-Type': 'image/svg+xml',
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "default-src 'none'",
}

/**
 * The identicon of a user. It depends on the id only, so a rename does not change it. Deleted accounts share that of id
 * 0.
 */
export async function GET(_: Request, { params }: RouteContext<'/avatars/[file]'>): Promise<Response> {
  const id = /^(0|[1-9]\d{0,9})\.svg$/.exec((await params).file)?.[1]
  if (!id) return Response.json({ error: 'Not Found' }, { status: 404 })
  return new Response(identicon(Number(id)), { headers })
}
