import { publicOrigin } from '../../http/cookies'
import { locales } from '../../i18n/locales'
import { appScopes } from '../../oauth-grants/policy'
import { grantTypes } from '../../oauth-tokens/schema'

/** How an app can authenticate; `none` is for public apps. */
const authenticationMethods = ['client_secret_basic', 'client_secret_post', 'none']

/** The description of this authorisation server (RFC 8414), for clients that configure themselves. */
export function serverMetadata(request: Request): object {
  const issuer = publicOrigin(request.headers)
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth/authorize`,
    token_endpoint: `${issuer}/oauth/token`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    scopes_supported: appScopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: grantTypes,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: authenticationMethods,
    revocation_endpoint_auth_methods_supported: authenticationMethods,
    authorization_response_iss_parameter_supported: true,
    ui_locales_supported: locales,
  }
}
