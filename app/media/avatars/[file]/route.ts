import { readPicture } from '@/lib/storage/pictures'

const headers = {
  'Content-Type': 'image/webp',
  'Content-Disposition': 'inline',
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "default-src 'none'; sandbox",
}

/** One size of an uploaded picture. Its name is random and never reused, so the response is immutable. */
export async function GET(_: Request, { params }: RouteContext<'/media/avatars/[file]'>): Promise<Response> {
  const bytes = await readPicture((await params).file)
  if (!bytes) return Response.json({ error: 'Not Found' }, { status: 404 })
  return new Response(Buffer.from(bytes), { headers })
}
