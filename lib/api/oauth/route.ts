import { outageRefusal } from '../../db/outage'
import { AppError } from '../../errors'
import { clientAddress } from '../../http/cookies'
import { log } from '../../log/log'
import { TokenError } from '../../oauth-tokens/view'
import { retryHeaders } from '../../rate-limit/headers'
import { spend } from '../../rate-limit/rate-limit'
import { HttpRefusal } from '../rest/errors'
import { type AppRequest, readAppRequest } from './form'

/** Scripts of any site may call the endpoint, because the form has the credentials: browsers add none by themselves. */
const cors = { 'Access-Control-Allow-Origin': '*' }
const headers = { ...cors, 'Cache-Control': 'no-store', Pragma: 'no-cache' }

type Handler = (request: Request) => Promise<Response>

/**
 * The handlers of an endpoint for apps: POST with a form. Errors have the format of RFC 6749 §5.2.
 * @param handle returns the body of the response, if any
 */
export function appRoute(handle: (request: AppRequest) => Promise<object | null>): {
  POST: Handler
  OPTIONS: Handler
} {
  return {
    async POST(request) {
      try {
        await spend('oauth-token-ip', clientAddress(request.headers))
        const body = await handle(await readAppRequest(request))
        return body ? Response.json(body, { headers }) : new Response(null, { headers })
      } catch (error) {
        return refuse(request, error)
      }
    },
    async OPTIONS() {
      const allow = {
        Allow: 'POST, OPTIONS',
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type',
        'Access-Control-Max-Age': '86400',
      }
      return new Response(null, { status: 204, headers: { ...cors, ...allow } })
    },
  }
}

/** @throws every error that is neither expected nor an outage of the database */
async function refuse(request: Request, thrown: unknown): Promise<Response> {
  const error = outageRefusal(thrown) ?? thrown
  if (error instanceof TokenError) return refuseToken(request, error)
  if (error instanceof HttpRefusal)
    return respond(error.status, { error: 'invalid_request', error_description: error.message })
  if (!(error instanceof AppError)) throw error
  const status = error.code === 'rate-limited' ? 429 : 503
  const description = status === 429 ? 'Too many requests.' : 'The site is temporarily unavailable.'
  return respond(
    status,
    { error: 'temporarily_unavailable', error_description: description },
    retryHeaders(error),
  )
}

async function refuseToken(request: Request, { code, message }: TokenError): Promise<Response> {
  const path = new URL(request.url).pathname
  log.info({ event: 'oauth.refused', path, code, reason: message }, 'refused')
  try {
    await spend('oauth-failure-ip', clientAddress(request.headers))
  } catch (limited) {
    return refuse(request, limited)
  }
  const isUnauthenticated = code === 'invalid_client'
  const challenge = isUnauthenticated && request.headers.has('authorization')
  return respond(
    isUnauthenticated ? 401 : 400,
    { error: code, error_description: message },
    challenge ? { 'WWW-Authenticate': 'Basic realm="Roost"' } : {},
  )
}

function respond(status: number, body: object, more: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { ...headers, ...more } })
}
