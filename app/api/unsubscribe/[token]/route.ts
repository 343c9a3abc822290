import { unsubscribe } from '@/lib/digests/mutations'
import { AppError } from '@/lib/errors'

export const dynamic = 'force-dynamic'

/** Larger than the body of RFC 8058, also with the boundaries of multipart/form-data. */
const maxBytes = 4096

/**
 * Unsubscribes with one click in a mail client (RFC 8058): a POST with `List-Unsubscribe=One-Click` and without a
 * session, which proxy.ts rewrites to this path. It does not redirect, because mail clients do not follow.
 */
export async function POST(request: Request, { params }: RouteContext<'/api/unsubscribe/[token]'>) {
  const { token } = await params
  if (Number(request.headers.get('content-length') ?? maxBytes + 1) > maxBytes)
    return answer(413, 'The body is too large.')
  const form = await request.formData().catch(() => null)
  if (form?.get('List-Unsubscribe') !== 'One-Click')
    return answer(400, 'The body has to be List-Unsubscribe=One-Click.')
  try {
    await unsubscribe(token)
  } catch (error) {
    if (error instanceof AppError)
      return answer(404, 'This link is not complete. Copy all of it from the mail.')
    throw error
  }
  return answer(200, 'You have unsubscribed.')
}

function answer(status: number, text: string): Response {
  return new Response(`${text}\n`, { status, headers: { 'Cache-Control': 'no-store' } })
}
