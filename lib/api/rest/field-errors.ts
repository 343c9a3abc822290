import type { FieldErrors } from '../../errors'
import type { z } from '../../zod'

/** The first error of each field. */
export function fieldErrorsOf({ issues }: z.ZodError): FieldErrors {
  const fieldErrors: FieldErrors = {}
  for (const { path, message } of issues) fieldErrors[String(path[0] ?? 'body')] ??= message
  return fieldErrors
}
