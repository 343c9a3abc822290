import { issueTokens, revokeToken } from '../../oauth-tokens/mutations'
import { type IssuedTokens, TokenError } from '../../oauth-tokens/view'
import type { AppRequest } from './form'

/** Exchanges the code or the refresh token of a request for tokens. */
export function issueAppTokens({ parameters, credentials }: AppRequest): Promise<IssuedTokens> {
  return issueTokens(parameters, credentials)
}

/**
 * Revokes the token of a request (RFC 7009). The response is the same whether or not there was such a token.
 * @throws TokenError `invalid_request` without a token; `invalid_client`
 */
export async function revokeAppToken({ parameters, credentials }: AppRequest): Promise<null> {
  if (!parameters.token) throw new TokenError('invalid_request', 'token is missing')
  await revokeToken(parameters.token, credentials)
  return null
}
