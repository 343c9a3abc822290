import { z } from 'zod'
import { parseUrl } from '../url'

// The types of settings. An error message is the end of a sentence that begins with the setting's name, and never
// quotes the value, which may be a secret.

const on = ['1', 'true', 'yes', 'on']
const off = ['0', 'false', 'no', 'off']

/** On or off; undefined when it is not set. */
export const optionalFlag = z.stringbool({ truthy: on, falsy: off, error: 'must be 1 or 0' }).optional()

/** On or off; off when it is not set. */
export const flag = optionalFlag.default(false)

/** A whole number in decimal digits: `25`, not `25.0`, `2e1` or `0x19`. */
export function wholeNumber(fallback: number, min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max, error)
    .transform(Number)
    .default(fallback)
}

/** One of these words. */
export function oneOf<const Words extends readonly string[]>(words: Words, fallback: Words[number]) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` }).default(fallback)
}

/** A URL with a host and one of these schemes. Aborts on failure, so that later checks can rely on it. */
export function url(schemes: string[], example: string) {
  return z.string().refine(
    (text) => {
      const parsed = parseUrl(text)
      if (!parsed) return false
      const { protocol, hostname, port, username, password } = parsed
      const isValid = hostname !== '' && port !== '0' && canDecode(username) && canDecode(password)
      return isValid && schemes.includes(protocol.slice(0, -1))
    },
    { error: `must be an address like ${example}`, abort: true },
  )
}

export const optionalText = z.string().optional()

/** The parts of a list that is separated by commas. */
const commaList = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((entry) => entry.trim() || []))

const isAddress = (one: string) => one.length <= 254 && /^[^\s<>@;:"()\\]+@[^\s<>@;:"()\\]+$/.test(one)

/** Plain email addresses, separated by commas. */
export const addressList = commaList.refine(
  (addresses) => addresses.every(isAddress),
  'must list addresses like ann@example.com, separated by commas',
)

/** Email addresses and pages with https, separated by commas. */
export const contactList = commaList.refine(
  (contacts) => contacts.every((one) => isAddress(one) || parseUrl(one)?.protocol === 'https:'),
  'must list addresses like ann@example.com or https://example.com/security, separated by commas',
)

/** Whether every % in a part of a URL begins a percent-encoded byte. */
export function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/** A secret that a client sends as a Bearer token. ASCII only, because HTTP headers have no other encoding. */
export const bearerSecret = z
  .string()
  .min(16, 'must have at least 16 characters')
  .regex(/^[\x20-\x7e]+$/, 'must consist of ASCII characters')
  .optional()
