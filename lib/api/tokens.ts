import { createPasswordToken, revokeApiToken } from '../api-tokens/mutations'
import { authenticate } from '../credentials/mutations'
import { clientAddress } from '../http/cookies'
import type { Viewer } from '../viewer'
import { readBasicCredentials } from './rest/authorization'
import { uncached } from './rest/errors'

/**
 * Creates a token for the user of HTTP Basic authentication. Counts against the limits of log-ins.
 * @returns `{token}`, valid for an hour
 * @throws AppError as `authenticate`
 */
export async function createToken(request: Request): Promise<Response> {
  const { identifier, password } = readBasicCredentials(request)
  const client = { ip: clientAddress(request.headers), userAgent: request.headers.get('user-agent') ?? '' }
  const user = await authenticate(identifier, password, client.ip)
  const { token } = await createPasswordToken(user, client)
  return Response.json({ token }, { headers: uncached })
}

/** Revokes the token of the request. @returns 204 */
export async function deleteToken(viewer: Viewer): Promise<Response> {
  await revokeApiToken(viewer, viewer.apiTokenId ?? 0)
  return new Response(null, { status: 204, headers: uncached })
}
