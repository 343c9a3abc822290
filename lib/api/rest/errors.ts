import { STATUS_CODES } from 'node:http'
import { outageRefusal } from '../../db/outage'
import { AppError, type ErrorCode } from '../../errors'
import { prefersProblemJson } from '../../http/prefers-json.mjs'
import { log } from '../../log/log'
import { retryHeaders } from '../../rate-limit/headers'
import { describeFields } from './error-texts'

export const uncached = { 'Cache-Control': 'private, no-store' }

/** A refusal with a status that no AppError has, such as 415. */
export class HttpRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
    this.name = 'HttpRefusal'
  }
}

/** The challenge of RFC 7617, for POST /api/tokens. */
export const basicChallenge = 'Basic realm="Roost", charset="UTF-8"'

/**
 * The challenge of RFC 6750 §3.
 * @param error absent when the request has no token
 */
export function bearerChallenge(error?: 'invalid_token' | 'insufficient_scope', scope?: string): string {
  const attributes = { realm: 'Roost', ...(error && { error }), ...(scope && { scope }) }
  const texts = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)
  return `Bearer ${texts.join(', ')}`
}

type Answer = { status: number; message?: string; headers?: Record<string, string> }

const answers: Partial<Record<ErrorCode, Answer>> = {
  unauthenticated: {
    status: 401,
    message: 'The token is no longer valid.',
    headers: { 'WWW-Authenticate': bearerChallenge('invalid_token') },
  },
  'wrong-credentials': {
    status: 401,
    message: 'Send the username or email address and the password by HTTP Basic authentication.',
    headers: { 'WWW-Authenticate': basicChallenge },
  },
  forbidden: { status: 403 },
  banned: { status: 403, message: 'This account has been closed by the administrators.' },
  'deletion-pending': {
    status: 403,
    message: 'The deletion of this account has been requested. Log in on the site to keep it.',
  },
  reauthenticate: {
    status: 403,
    message: 'This change needs a token of POST /api/tokens that is less than ten minutes old.',
  },
  'not-found': { status: 404 },
  'rate-limited': { status: 429, message: 'Too many requests.' },
  busy: { status: 503, message: 'The site is busy.' },
  unavailable: { status: 503, message: 'The site is temporarily unavailable.' },
}

/**
 * The response to an error: `{error, message}`, where `error` is the text of the status.
 * @throws every error that is neither an AppError, an HttpRefusal nor an outage of the database
 */
export function errorResponse(request: Request, thrown: unknown): Response {
  const error = outageRefusal(thrown) ?? thrown
  if (!(error instanceof HttpRefusal || error instanceof AppError)) throw error
  const path = new URL(request.url).pathname
  log.info({ event: 'api.refused', method: request.method, path, reason: error.message }, 'refused')
  if (error instanceof HttpRefusal) return refuse(request, error)
  const { headers = {}, ...answer } = answers[error.code] ?? { status: 400 }
  const described = describeFields(error.fieldErrors)
  const retry = retryHeaders(error.code === 'busy' ? { ...error, retryAfter: error.retryAfter ?? 1 } : error)
  return refuse(request, {
    ...answer,
    ...(described && { message: described }),
    headers: { ...headers, ...retry },
  })
}

/** Responds with an error as JSON, or with problem details (RFC 9457) to a client that prefers them. */
function refuse(request: Request, { status, message, headers }: Answer): Response {
  const error = STATUS_CODES[status] ?? 'Error'
  const init = { status, headers: { ...uncached, ...headers } }
  if (!prefersProblemJson(request.headers.get('accept'))) {
    return Response.json(message ? { error, message } : { error }, init)
  }
  const problem = { type: 'about:blank', title: error, status, ...(message && { detail: message }) }
  return Response.json(problem, {
    status,
    headers: { ...init.headers, 'Content-Type': 'application/problem+json' },
  })
}
