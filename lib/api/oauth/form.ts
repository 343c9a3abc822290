import type { ClientCredentials, TokenParameters } from '../../oauth-tokens/schema'
import { TokenError } from '../../oauth-tokens/view'
import { readBytes } from '../rest/json-body'

/** Bytes of a request: a multiple of the longest valid one. */
const maxBytes = 8 * 1024

/** A request of an app, with the credentials of the app. */
export type AppRequest = { parameters: TokenParameters; credentials: ClientCredentials }

/**
 * Reads a form of an app (RFC 6749 §3.2). Each parameter may be sent once, and an empty one counts as absent.
 * @throws TokenError `invalid_request` for another content type, a repeated parameter and two ways to authenticate
 * @throws HttpRefusal 413 for a body of more than 8 KiB
 */
export async function readAppRequest(request: Request): Promise<AppRequest> {
  if (
    !/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(request.headers.get('content-type')?.trim() ?? '')
  )
    throw new TokenError(
      'invalid_request',
      'Send a form with Content-Type: application/x-www-form-urlencoded',
    )
  const body = new TextDecoder().decode(await readBytes(request, maxBytes))
  const entries = [...new URLSearchParams(body)]
  const parameters = Object.fromEntries(entries.filter(([, value]) => value !== ''))
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    throw new TokenError('invalid_request', 'A parameter is repeated')
  return { parameters, credentials: readCredentials(request, parameters) }
}

function readCredentials(request: Request, parameters: TokenParameters): ClientCredentials {
  const { client_id: clientId, client_secret: secret } = parameters
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const basic = parseBasic(authorization)
    if (!basic) throw new TokenError('invalid_client', 'Only HTTP Basic authentication is supported')
    if (secret !== undefined || (clientId !== undefined && clientId !== basic.clientId))
      throw new TokenError('invalid_request', 'Authenticate in one way only')
    return basic
  }
  if (clientId === undefined) throw new TokenError('invalid_client', 'client_id is missing')
  return { clientId, secret }
}

/** The identifier and the secret of a header, which are escaped like a form (RFC 6749 §2.3.1). */
function parseBasic(header: string): ClientCredentials | null {
  const [, encoded] = /^basic +([\w+/=-]+)$/i.exec(header.trim()) ?? []
  const [, clientId, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? []
  if (clientId === undefined || secret === undefined) return null
  try {
    return { clientId: unescapeForm(clientId), secret: unescapeForm(secret) }
  } catch {
    return null
  }
}

const unescapeForm = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
