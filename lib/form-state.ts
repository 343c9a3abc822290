import type { ErrorCode, FieldErrors } from './errors'

/** What a form gets back when it is shown again. `values` never holds a password. */
export type FormState = {
  ok: boolean
  code?: ErrorCode
  fieldErrors?: FieldErrors
  values?: Record<string, string>
  /** Seconds to wait, with `rate-limited` and `busy`. */
  retryAfter?: number
  /** Changes with every answer, so that equal answers are told apart. */
  at: number
} | null

/** The form that every mutation has for React's useActionState. */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>
