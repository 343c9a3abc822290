/**
 * Every way in which a request may be refused; the log and the person read different texts. `rate-limited` is the fault
 * of who asks, `busy` that of all together.
 */
export const errorCodes = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'rate-limited',
  'busy',
  'wrong-credentials',
  'banned',
  'reauthenticate',
  // Set by the browser alone: no answer arrived, or the server does not know this version of the form.
  'not-sent',
  'outdated',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Field name to the key of a message in the `errors` namespace. */
export type FieldErrors = Record<string, string>

type Details = { fieldErrors?: FieldErrors; retryAfter?: number; cause?: unknown }

/**
 * A refusal that the person can act on. `message` is for the log only.
 * `retryAfter` is in seconds.
 */
export class AppError extends Error {
  readonly fieldErrors: FieldErrors | undefined
  readonly retryAfter: number | undefined

  constructor(
    readonly code: ErrorCode,
    message: string = code,
    details: Details = {},
  ) {
    super(message, { cause: details.cause })
    this.name = 'AppError'
    this.fieldErrors = details.fieldErrors
    this.retryAfter = details.retryAfter
  }
}

/** A refusal tied to one form field; `key` names a message in the `errors` namespace. */
export const fieldError = (field: string, key: string) =>
  new AppError('invalid', `${field}: ${key}`, { fieldErrors: { [field]: key } })
