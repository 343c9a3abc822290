import { createHash } from 'node:crypto'
import { AppError } from '../../errors'
import { HttpRefusal } from './errors'

/** Characters of an Idempotency-Key. */
const maxLength = 255

/**
 * The submission key of a request with the header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). Keys with
 * and without the quotation marks of a structured field are the same.
 * @returns undefined without the header
 * @throws HttpRefusal 400 for a key that is empty, too long or not printable ASCII
 */
export function submissionKeyOf(request: Request): string | undefined {
  const header = request.headers.get('idempotency-key')
  if (header === null) return undefined
  const key = /^"(.*)"$/.exec(header.trim())?.[1] ?? header.trim()
  if (key.length > maxLength || !/^[\x20-\x7e]+$/.test(key))
    throw new HttpRefusal(400, `Idempotency-Key: Send 1 to ${maxLength} printable ASCII characters.`)
  return `api-${createHash('sha256').update(key).digest('base64url')}`
}

/** @throws HttpRefusal 422 when `work` finds that the key belongs to another content, or to a deleted post */
export async function refuseReusedKey<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    throw new HttpRefusal(
      422,
      'The Idempotency-Key was used for another content, or for a post that is deleted.',
    )
  }
}
