import type { Instrumentation } from 'next'
import { isLogged, log } from './log'

type Arguments = Parameters<Instrumentation.onRequestError>

/** Logs an error that a page, handler, action or proxy.ts has thrown (onRequestError of instrumentation.ts). */
export function logRequestError(error: Arguments[0], request: Arguments[1], context: Arguments[2]): void {
  if (isLogged(error)) return
  const { path, method } = request
  const { routePath: route, routeType: kind } = context
  // The query stays out of the log: it contains what people search for.
  log.error(
    { event: 'request.failed', method, path: path.split('?')[0], route, kind, err: error },
    'a request failed',
  )
}
