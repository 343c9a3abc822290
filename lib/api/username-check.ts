import { AppError } from '../errors'
import { clientAddress } from '../http/cookies'
import { isCrossOrigin } from '../http/origin'
import { retryHeaders } from '../rate-limit/headers'
import { spend } from '../rate-limit/rate-limit'
import { findUsernameProblem } from '../usernames/queries'
import { username } from '../users/schema'
import type { Viewer } from '../viewer'

const responseHeaders = { 'Cache-Control': 'private, no-store' }

/**
 * Checks whether a username is available while the user types it. Usernames are public, as URLs of profiles; email
 * addresses have no such check (ASVS 6.3.8).
 * @param viewer the user to rename, or null for a sign-up
 * @param input any text
 * @returns JSON with `refusal`, a key of the `errors` messages or null; 403 for other sites, 429 beyond the rate limit
 * of the client address
 */
export async function handleUsernameCheck(
  viewer: Viewer | null,
  input: string,
  headers: Headers,
): Promise<Response> {
  if (isCrossOrigin({ headers }))
    return Response.json({ error: 'forbidden' }, { status: 403, headers: responseHeaders })
  try {
    await spend('username-check-ip', clientAddress(headers))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const init = { status: 429, headers: { ...responseHeaders, ...retryHeaders(error) } }
    return Response.json({ error: error.code }, init)
  }
  const parsed = username.safeParse(input)
  const refusal = parsed.success
    ? await findUsernameProblem(parsed.data, viewer?.id ?? 0)
    : (parsed.error.issues[0]?.message ?? 'username.characters')
  return Response.json({ refusal }, { headers: responseHeaders })
}
