import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '../env'

/**
 * A message authentication code (HMAC-SHA256, base64url) that only this site can make.
 * @param purpose Without a line feed; codes of different purposes never match.
 */
export const mac = (purpose: string, text: string): string =>
  createHmac('sha256', env.AUTH_SECRET).update(`${purpose}\n${text}`).digest('base64url')

/** Packs a value for a cookie so that only we can have written it. Readable by whoever holds it. */
export function sign(purpose: string, value: unknown): string {
  const text = Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${text}.${mac(purpose, text)}`
}

/** The value that `sign` packed for the same purpose, or null for anything else. */
export function unsign(purpose: string, packed: string | undefined): unknown {
  const [text, signature, ...rest] = packed?.split('.') ?? []
  if (!text || !signature || rest.length > 0) return null
  const expected = Buffer.from(mac(purpose, text))
  const given = Buffer.from(signature)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  return JSON.parse(Buffer.from(text, 'base64url').toString())
}
