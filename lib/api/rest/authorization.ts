import { recordUse } from '../../api-tokens/mutations'
import type { Scope } from '../../api-tokens/policy'
import { findApiToken, type LiveToken } from '../../api-tokens/queries'
import { AppError, type RateLimitState } from '../../errors'
import { clientAddress } from '../../http/cookies'
import { log } from '../../log/log'
import { spend } from '../../rate-limit/rate-limit'
import { logInInput } from '../../sessions/schema'
import { isAdmin } from '../../viewer'
import { bearerChallenge, HttpRefusal } from './errors'

/** The credentials of a scheme in the Authorization header; undefined for another scheme. Schemes ignore case. */
function credentialsOf(request: Request, scheme: 'Basic' | 'Bearer'): string | undefined {
  const [, found, credentials] =
    /^(\S+) +(\S+)$/.exec(request.headers.get('authorization')?.trim() ?? '') ?? []
  return found?.toLowerCase() === scheme.toLowerCase() ? credentials : undefined
}

/** Whether a request has a token of any kind. Browsers send one only if a script adds it. */
export function hasBearerToken(request: Request): boolean {
  return credentialsOf(request, 'Bearer') !== undefined
}

/**
 * The Bearer token of a request with its user, and what remains of their rate limit after this request. Cookies are ignored.
 * @param scope that the token needs
 * @throws HttpRefusal 401 for a missing, unknown, expired or revoked token; 403 for a token without the scope, and for the
 *   scope `admin` when the user is not an administrator
 * @throws AppError `rate-limited` after 60 invalid tokens from an address, or 600 requests of a user, in five minutes
 */
export async function authorize(
  request: Request,
  scope: Scope,
): Promise<{ token: LiveToken; state: RateLimitState | null }> {
  const secret = credentialsOf(request, 'Bearer')
  if (secret === undefined)
    throw new HttpRefusal(401, 'Send a token with the header Authorization: Bearer.', {
      'WWW-Authenticate': bearerChallenge(),
    })
  const token = await findApiToken(secret)
  if (!token) {
    await spend('api-ip', clientAddress(request.headers))
    throw new HttpRefusal(401, 'The token is wrong, expired or revoked.', {
      'WWW-Authenticate': bearerChallenge('invalid_token'),
    })
  }
  const state = await spend('api', String(token.viewer.id))
  if (!token.scopes.includes(scope))
    throw new HttpRefusal(403, `The token lacks the scope ${scope}.`, {
      'WWW-Authenticate': bearerChallenge('insufficient_scope', scope),
    })
  // The role may have been revoked since the token was made.
  if (scope === 'admin' && !isAdmin(token.viewer))
    throw new HttpRefusal(403, 'Only administrators may do this.')
  // Reading must not fail because the database is busy with writes.
  await recordUse(token).catch((err) => log.warn({ event: 'api-token.use', err }, 'a use was not recorded'))
  return { token, state }
}

/**
 * The name and password of HTTP Basic authentication (RFC 7617), in UTF-8.
 * @throws AppError `wrong-credentials` when they are missing or cannot be those of any account
 */
export function readBasicCredentials(request: Request): { identifier: string; password: string } {
  const decoded = Buffer.from(credentialsOf(request, 'Basic') ?? '', 'base64').toString()
  const colon = decoded.indexOf(':')
  const input = logInInput.safeParse({
    identifier: decoded.slice(0, Math.max(0, colon)),
    password: decoded.slice(colon + 1),
  })
  if (colon < 0 || !input.success) throw new AppError('wrong-credentials', 'no Basic credentials')
  return input.data
}
