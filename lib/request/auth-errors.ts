import { CredentialsSignin } from 'next-auth'
import { AppError } from '../errors'

/** Wraps an AppError, because Auth.js forwards only errors of its own class. */
export class WrappedAppError extends CredentialsSignin {
  constructor(readonly appError: AppError) {
    super(appError.code)
    this.code = appError.code
  }
}

/** Wraps an AppError for Auth.js; returns other errors unchanged. */
export function wrapAppError(error: unknown): unknown {
  return error instanceof AppError ? new WrappedAppError(error) : error
}

/** @returns the AppError that a log-in at Auth.js has failed with; null for other errors */
export function unwrapAppError(error: unknown): AppError | null {
  if (error instanceof WrappedAppError) return error.appError
  return error instanceof CredentialsSignin ? new AppError('wrong-credentials') : null
}
