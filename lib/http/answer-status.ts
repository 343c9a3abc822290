import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'

/** The answer to the request in progress, kept by scripts/server.mjs: Next lets no action choose a status. */
const shared = globalThis as { roostAnswer?: AsyncLocalStorage<ServerResponse> }

/**
 * Gives the answer to the request in progress the status 503 (RFC 9110 §15.6.4). Under a server that is not
 * scripts/server.mjs, as on serverless hosts and in development, the status stays as it is.
 * @param retryAfter Seconds.
 */
export function answerUnavailable(retryAfter: number): void {
  const answer = shared.roostAnswer?.getStore()
  if (!answer || answer.headersSent) return
  answer.statusCode = 503
  answer.setHeader('Retry-After', String(retryAfter))
}
