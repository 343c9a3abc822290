import { AppError } from '../../errors'
import type { z } from '../../zod'
import { fieldErrorsOf } from './field-errors'
import { readJson } from './json-body'
import type { Input, OperationSpec } from './operation'

/**
 * Validates path, query and body of a request.
 * @throws AppError `not-found` for an invalid path; `invalid` with fieldErrors for an invalid query or body
 * @throws HttpRefusal as `readJson`
 */
export async function parseInput(
  spec: OperationSpec,
  request: Request,
  path: Record<string, string>,
): Promise<Input<object, object, unknown>> {
  const params = spec.params ? spec.params.safeParse(path) : { success: true, data: {} }
  if (!params.success) throw new AppError('not-found', 'invalid path')
  const query = spec.query ? parseQuery(spec.query, request) : {}
  const body = spec.body ? await readJson(request, spec.body) : undefined
  return { request, params: params.data ?? {}, query, body }
}

function parseQuery(schema: z.ZodObject, request: Request): object {
  const result = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (result.success) return result.data
  throw new AppError('invalid', 'query', { fieldErrors: fieldErrorsOf(result.error) })
}
