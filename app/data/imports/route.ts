import { receiveImport } from '@/lib/api/import-upload'
import { AppError, type RateLimitState } from '@/lib/errors'
import { isCrossOrigin } from '@/lib/http/origin'
import { rateLimitHeaders } from '@/lib/rate-limit/headers'
import { type FlashCategory, setFlash } from '@/lib/request/flash'
import { getCaller } from '@/lib/request/viewer'
import { logInPath } from '@/lib/sessions/schema'

export const dynamic = 'force-dynamic'

const page = '/account/data'

/** Flash messages for refusals, by the error of a field or by code. */
const messages: Record<string, string> = {
  'archive.required': 'importNoFile',
  'archive.tooLarge': 'importTooLarge',
  'archive.interrupted': 'importInterrupted',
  'current.required': 'importPassword',
  'current.wrong': 'importPassword',
  conflict: 'importUnfinished',
  unavailable: 'importNotStored',
  'rate-limited': 'tooOften',
  reauthenticate: 'loginAgain',
}

/** Receives the archive of an import, and redirects to the page with the imports. */
export async function POST(request: Request): Promise<Response> {
  if (isCrossOrigin(request)) return new Response('Cross-site request refused.', { status: 403 })
  const viewer = await getCaller()
  if (!viewer) return answer('warning', 'loginAgain', logInPath(page))
  try {
    await receiveImport(viewer, request)
    return await answer('info', 'importStarted')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const reason = Object.values(error.fieldErrors ?? {})[0] ?? error.code
    if (error.code === 'unauthenticated') return answer('warning', 'loginAgain', logInPath(page))
    const path = error.code === 'reauthenticate' ? `/account/log-in-again?next=${page}` : page
    return answer('danger', messages[reason] ?? 'importInterrupted', path, error.rateLimit)
  }
}

async function answer(
  category: FlashCategory,
  key: string,
  path = page,
  reached?: RateLimitState,
): Promise<Response> {
  await setFlash(category, key)
  return new Response(null, {
    status: 303,
    headers: {
      Location: path,
      'Cache-Control': 'private, no-store',
      ...(reached && rateLimitHeaders(reached)),
    },
  })
}
