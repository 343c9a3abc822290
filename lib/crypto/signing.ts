import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '../env'

/**
 * A message authentication code (HMAC-SHA256, base64url) with the key AUTH_SECRET.
 * @param purpose separates codes of different uses; contains no line feed
 */
export function mac(purpose: string, text: string): string {
  return createHmac('sha256', env.AUTH_SECRET).update(`${purpose}\n${text}`).digest('base64url')
}

/** Serializes and signs a value for a cookie. The value is not encrypted. */
export function sign(purpose: string, value: unknown): string {
  const text = Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${text}.${mac(purpose, text)}`
}

/** Verifies and parses a value from `sign`. Returns null for an invalid signature or another purpose. */
export function unsign(purpose: string, signed: string | undefined): unknown {
  const [text, signature, ...rest] = signed?.split('.') ?? []
  if (!text || !signature || rest.length > 0) return null
  const expected = Buffer.from(mac(purpose, text))
  const given = Buffer.from(signature)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  return JSON.parse(Buffer.from(text, 'base64url').toString())
}
