import { AppError, type RateLimitState } from '../../errors'
import { isCrossOrigin } from '../../http/origin'
import { rateLimitHeaders } from '../../rate-limit/headers'
import { spend } from '../../rate-limit/rate-limit'
import { authorize, hasBearerToken } from './authorization'
import { addCorsHeaders, preflightHeaders } from './cors'
import { errorResponse, HttpRefusal } from './errors'
import { parseInput } from './input'
import { type Method, methods, type Operation } from './operation'

type Context = { params: Promise<Record<string, string>> }
export type Handler = ((request: Request, context: Context) => Promise<Response>) & {
  operation?: Operation
}
type Route = Record<Method | 'OPTIONS', Handler>

/**
 * The handlers of a path of the REST API. Errors are JSON; a method without an operation is refused with 405. Pages of
 * other sites cannot send anything but GET without a token (ASVS 3.5.1), because a browser adds no token by itself.
 */
export function apiRoute(...operations: Operation[]): Route {
  const allowed = methods.filter((method) => operations.some(({ spec }) => spec.method === method))
  const allow = [...allowed.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS']
  const headers = { Allow: allow.join(', ') }
  const refuseMethod: Handler = async () => {
    throw new HttpRefusal(405, `Use ${allowed.join(' or ')}.`, headers)
  }
  const route = Object.fromEntries(
    methods.map((method) => {
      const operation = operations.find(({ spec }) => spec.method === method)
      const handler = withErrors(
        operation ? handlerOf(operation) : refuseMethod,
        operation && needsToken(operation),
      )
      return [method, operation ? Object.assign(handler, { operation }) : handler]
    }),
  ) as Record<Method, Handler>
  const respondToOptions: Handler = async (request) =>
    new Response(null, { status: 204, headers: { ...headers, ...preflightHeaders(request, allow) } })
  return Object.assign(route, { OPTIONS: respondToOptions })
}

/** Whether an operation reads the token of the request. */
const needsToken = ({ spec: { access } }: Operation) => access !== 'public' && access !== 'basic'

function handlerOf({ spec, execute }: Operation): Handler {
  return async (request, { params }) => {
    if (spec.access === 'public' || spec.access === 'basic')
      return execute(null, await parseInput(spec, request, await params))
    const { token, state } = await authorize(request, spec.access)
    try {
      if (spec.refusesApps && token.kind === 'oauth')
        throw new HttpRefusal(403, 'Apps cannot use this path. Use a token of your own.')
      if (spec.limit) await spend(spec.limit, String(token.viewer.id))
      return addState(await execute(token, await parseInput(spec, request, await params)), state)
    } catch (error) {
      return addState(errorResponse(request, error), state)
    }
  }
}

/** Adds what is left of the limit, unless the response is about another limit. */
function addState(response: Response, state: RateLimitState | null): Response {
  if (!state || response.headers.has('RateLimit')) return response
  for (const [name, value] of Object.entries(rateLimitHeaders(state))) response.headers.set(name, value)
  return response
}

/** @param readsToken whether a token authorises the request, and not only accompanies it */
function withErrors(handle: Handler, readsToken = false): Handler {
  return async (request, context) => {
    try {
      const isSafe = request.method === 'GET' || request.method === 'HEAD'
      const isAuthorised = readsToken && hasBearerToken(request)
      if (!isSafe && !isAuthorised && isCrossOrigin(request))
        throw new AppError('forbidden', 'API request of another site')
      return addCorsHeaders(await handle(request, context))
    } catch (error) {
      return addCorsHeaders(errorResponse(request, error))
    }
  }
}
