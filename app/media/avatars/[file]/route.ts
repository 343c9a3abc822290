import { readPicture } from '@/lib/storage/pictures'

const headers = {
  'Content-Type': 'image/webp',
  'Content-Disposition': 'inline',
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "default-src 'none'; sandbox",
}

/** One size of an uploaded picture. Its name is random and never used again, so it may be kept for ever. */
export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const bytes = await readPicture((await params).file)
  if (!bytes) return Response.json({ error: 'Not Found' }, { status: 404 })
  return new Response(Buffer.from(bytes), { headers })
}
