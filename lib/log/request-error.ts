import type { Instrumentation } from 'next'
import { currentRequestId, hasClientDisconnected, isLogged, log, markLogged } from './log'

type Arguments = Parameters<Instrumentation.onRequestError>

/**
 * Logs an error that a page, handler, action or proxy.ts has thrown (onRequestError of instrumentation.ts). A client
 * that disconnects while it sends its request is not an error of this site.
 */
export function logRequestError(error: Arguments[0], request: Arguments[1], context: Arguments[2]): void {
  if (isLogged(error)) return
  const { path, method, headers } = request
  if (isAborted(error) && hasClientDisconnected()) {
    markLogged(error)
    log.info({ event: 'request.aborted', method, path: path.split('?')[0] }, 'the client has disconnected')
    return
  }
  const { routePath: route, routeType: kind } = context
  // The query stays out of the log: it contains what people search for.
  log.error(
    {
      event: 'request.failed',
      ...hostId(headers),
      method,
      path: path.split('?')[0],
      route,
      kind,
      err: error,
    },
    'a request failed',
  )
}

/** The error of node:http for a request whose connection was closed while its body was read. */
function isAborted(error: unknown): boolean {
  return (
    error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET'
  )
}

/** The id that a host without scripts/server.mjs gives the request (Vercel, AWS), which its own log names, too. */
function hostId(headers: Arguments[1]['headers']): { requestId?: string } {
  const id = currentRequestId() ? undefined : (headers['x-vercel-id'] ?? headers['x-amzn-trace-id'])
  return typeof id === 'string' ? { requestId: id } : {}
}

/**
 * Logs a request that failed because of an outage of the database. Its cause is logged once a minute
 * (lib/db/outage.ts).
 */
export function logRefusedRequest(error: Arguments[0], { path, method }: Arguments[1]): void {
  markLogged(error)
  log.info({ event: 'request.refused', method, path: path.split('?')[0] }, 'refused during an outage')
}

/** Logs a request that Next could not parse. It is not an error of this site, so no mail is sent about it. */
export function logMalformedRequest(error: Arguments[0], { path, method }: Arguments[1]): void {
  markLogged(error)
  const reason = error instanceof Error ? error.message : ''
  log.info({ event: 'request.malformed', method, path: path.split('?')[0], reason }, 'a malformed request')
}
