import type { Scope } from '../../api-tokens/policy'
import { AppError, type RateLimitState } from '../../errors'
import { isCrossOrigin } from '../../http/origin'
import { rateLimitHeaders } from '../../rate-limit/headers'
import type { Viewer } from '../../viewer'
import { authorize } from './authorization'
import { errorResponse, HttpRefusal } from './errors'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof methods)[number]

type Context<Params> = { params: Promise<Params> }
type Handler<Params> = (request: Request, context: Context<Params>) => Promise<Response>

/** Handles requests with a token that has `scope`; spends a point of its user's limit. */
export function withToken<Params>(
  scope: Scope,
  handle: (viewer: Viewer, request: Request, params: Params) => Promise<Response>,
): Handler<Params> {
  return async (request, { params }) => {
    const { viewer, state } = await authorize(request, scope)
    try {
      return addState(await handle(viewer, request, await params), state)
    } catch (error) {
      return addState(errorResponse(request, error), state)
    }
  }
}

/** Handles requests without a token. The handler limits them itself. */
export function withoutToken<Params>(handle: (request: Request) => Promise<Response>): Handler<Params> {
  return (request) => handle(request)
}

/** Adds what is left of the limit, unless the response is about another limit. */
function addState(response: Response, state: RateLimitState | null): Response {
  if (!state || response.headers.has('RateLimit')) return response
  for (const [name, value] of Object.entries(rateLimitHeaders(state))) response.headers.set(name, value)
  return response
}

type Route<Params> = Record<Method | 'OPTIONS', Handler<Params>>

/**
 * The handlers of a path of the REST API. Errors are JSON; a method without a handler is refused with 405.
 * Pages of other sites cannot send anything but GET (ASVS 3.5.1).
 */
export function apiRoute<Params = Record<never, never>>(
  handlers: Partial<Record<Method, Handler<Params>>>,
): Route<Params> {
  const allowed = methods.filter((method) => handlers[method])
  const allow = [...allowed.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS']
  const headers = { Allow: allow.join(', ') }
  const refuseMethod = async () => {
    throw new HttpRefusal(405, `Use ${allowed.join(' or ')}.`, headers)
  }
  const route = Object.fromEntries(
    methods.map((method) => [method, withErrors(handlers[method] ?? refuseMethod)]),
  ) as Record<Method, Handler<Params>>
  const respondToOptions = async () => new Response(null, { status: 204, headers })
  return Object.assign(route, { OPTIONS: respondToOptions })
}

function withErrors<Params>(handle: Handler<Params>): Handler<Params> {
  return async (request, context) => {
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD' && isCrossOrigin(request))
        throw new AppError('forbidden', 'API request of another site')
      return await handle(request, context)
    } catch (error) {
      return errorResponse(request, error)
    }
  }
}
