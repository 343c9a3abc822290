import type { z } from 'zod'
import { AppError } from '../../errors'
import { HttpRefusal } from './errors'
import { fieldErrorsOf } from './field-errors'

/** Bytes of a request body: as JSON, the longest text that the settings allow for a post or a message. */
const maxBytes = 128 * 1024

/**
 * Reads and validates the body of a request.
 * @throws HttpRefusal 415 for another content type, 413 for a body of more than 128 KiB, 400 for invalid JSON
 * @throws AppError `invalid` with fieldErrors
 */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers.get('content-type')?.trim() ?? ''))
    throw new HttpRefusal(415, 'Send JSON with the header Content-Type: application/json.')
  const result = schema.safeParse(parse(await readBytes(request, maxBytes)))
  if (result.success) return result.data
  throw new AppError('invalid', 'API', { fieldErrors: fieldErrorsOf(result.error) })
}

function parse(bytes: Uint8Array): object {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new HttpRefusal(400, 'The body is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HttpRefusal(400, 'The body must be a JSON object.')
  return value
}

/**
 * Reads the body of a request. Stops reading at the limit, whatever Content-Length says.
 * @throws HttpRefusal 413
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = new HttpRefusal(413, `Send at most ${maxBytes} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge
  const reader = request.body?.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength
    if (size > maxBytes) throw tooLarge
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
}
