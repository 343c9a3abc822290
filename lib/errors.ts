/**
 * The reasons for which a request is refused. `rate-limited` concerns one client or user, `busy` the load of the whole
 * server, `unavailable` an outage of its database or disk.
 */
export const errorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'rate-limited',
  'busy',
  'unavailable',
  'wrong-credentials',
  'banned',
  // A correct log-in to an account whose member has requested its deletion.
  'deletion-pending',
  'reauthenticate',
  // Set by the browser only: no response arrived, or the form belongs to another build than that of the server.
  'not-sent',
  'outdated',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Maps field names to message keys in the `errors` namespace. */
export type FieldErrors = Record<string, string>

/** A rate limit and what is left of it for one client or user. */
export type RateLimitState = {
  /** Its name in lib/rate-limit. */
  name: string
  /** Points in each period. */
  limit: number
  /** Seconds of a period. */
  period: number
  remaining: number
  /** Seconds until all points are available again. */
  reset: number
}

type Details = {
  fieldErrors?: FieldErrors
  retryAfter?: number
  rateLimit?: RateLimitState
  cause?: unknown
}

/**
 * An expected error, which the user sees as a text for `code`. `message` is for the log only; `retryAfter` is in seconds;
 * `rateLimit` is the limit of a `rate-limited` error.
 */
export class AppError extends Error {
  readonly fieldErrors: FieldErrors | undefined
  readonly retryAfter: number | undefined
  readonly rateLimit: RateLimitState | undefined

  constructor(
    readonly code: ErrorCode,
    message: string = code,
    details: Details = {},
  ) {
    super(message, { cause: details.cause })
    this.name = 'AppError'
    this.fieldErrors = details.fieldErrors
    this.retryAfter = details.retryAfter
    this.rateLimit = details.rateLimit
  }
}

/**
 * Makes an `invalid` error for one form field.
 * @param key message key in the `errors` namespace
 */
export function fieldError(field: string, key: string): AppError {
  return new AppError('invalid', `${field}: ${key}`, { fieldErrors: { [field]: key } })
}
