import { AppError } from '../errors'
import { clientAddress } from '../http/cookies'
import { isCrossOrigin } from '../http/origin'
import { addressKey, spend } from '../rate-limit/rate-limit'
import { findUsernameProblem } from '../usernames/queries'
import { username } from '../users/schema'
import type { Viewer } from '../viewer'

const privately = { 'Cache-Control': 'private, no-store' }

/**
 * Tells a form of ours whether a username is free, while it is typed. Usernames are public, as addresses of profiles;
 * there is no such answer for e-mail addresses (ASVS 6.3.8).
 * @param viewer Who asks for a rename; null for a guest who signs up.
 * @param typed Any text.
 * @returns JSON with `refusal`, a key of the `errors` messages or null; 403 for other sites, 429 beyond the limit of
 * the address.
 */
export async function answerUsernameCheck(
  viewer: Viewer | null,
  typed: string,
  headers: Headers,
): Promise<Response> {
  if (isCrossOrigin({ headers }))
    return Response.json({ error: 'forbidden' }, { status: 403, headers: privately })
  try {
    await spend('username-check', addressKey(clientAddress(headers)))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const wait = { ...privately, 'Retry-After': String(error.retryAfter) }
    return Response.json({ error: error.code }, { status: 429, headers: wait })
  }
  const parsed = username.safeParse(typed)
  const refusal = parsed.success
    ? await findUsernameProblem(parsed.data, viewer?.id ?? 0)
    : (parsed.error.issues[0]?.message ?? 'username.characters')
  return Response.json({ refusal }, { headers: privately })
}
