import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'

/** What scripts/error-pages.mjs reads. */
type CurrentResponse = ServerResponse & {
  /** Seconds for Retry-After. */
  unavailableFor?: number
  /** The time of the first failure because of an outage, as `performance.now()`. */
  unavailableAt?: number
  isMalformed?: true
}

/** The response to the current request, stored by scripts/server.mjs: in Next, an action cannot set the status. */
const shared = globalThis as { roostResponse?: AsyncLocalStorage<CurrentResponse> }

/**
 * Sets the status of the current response: 429 (RFC 6585 §4) or 503 (RFC 9110 §15.6.4). This and `setResponseHeaders` have
 * no effect without scripts/server.mjs, as on serverless hosts and in development.
 */
export function setRefusalStatus(status: 429 | 503): void {
  const response = shared.roostResponse?.getStore()
  if (response && !response.headersSent) response.statusCode = status
}

/** Adds headers to the current response. */
export function setResponseHeaders(headers: Record<string, string>): void {
  const response = shared.roostResponse?.getStore()
  if (!response || response.headersSent) return
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
}

/**
 * Makes status 503 of the current response if it is going to be 500: the request then fails because of an outage and not
 * because of a defect. A request that recovers keeps its status.
 * @param retryAfter seconds
 */
export function markUnavailable(retryAfter: number): void {
  const response = shared.roostResponse?.getStore()
  if (!response) return
  response.unavailableFor = retryAfter
  response.unavailableAt = performance.now() - (millisecondsUnavailable() ?? 0)
}

/** Milliseconds after which an outage no longer affects a request that continues, such as an event stream. */
const outageMemory = 30_000

/**
 * Milliseconds since the first failure of the current request because of an outage; null if there was none in the last
 * 30 s.
 */
export function millisecondsUnavailable(): number | null {
  const at = shared.roostResponse?.getStore()?.unavailableAt
  const age = at === undefined ? outageMemory : performance.now() - at
  return age < outageMemory ? age : null
}

/** Makes status 400 of the current response if it is going to be 500: its request is malformed. */
export function markMalformed(): void {
  const response = shared.roostResponse?.getStore()
  if (response) response.isMalformed = true
}
