import { z } from 'zod'

// The kinds of setting. What is wrong is told as the end of a sentence that begins with the setting's name, and never
// repeats the value: it may be a secret.

const on = ['1', 'true', 'yes', 'on']
const off = ['0', 'false', 'no', 'off']

/** On or off, or undefined when nobody said. */
export const choice = z.stringbool({ truthy: on, falsy: off, error: 'must be 1 or 0' }).optional()

/** On or off, and off when nobody said. */
export const flag = choice.default(false)

/** A whole number. Text from a file or a form of a host: `25`, never `25.0`, `2e1` or `0x19`. */
export function whole(fallback: number, min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .refine((text) => /^\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max, error)
    .transform(Number)
    .default(fallback)
}

/** One of a few words. */
export const oneOf = <const Words extends readonly string[]>(words: Words, fallback: Words[number]) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` }).default(fallback)

/** An address of one of these schemes, with a host. Aborts, so that later checks may rely on that. */
export const address = (schemes: string[], example: string) =>
  z.string().refine(
    (text) => {
      if (!URL.canParse(text)) return false
      const { protocol, hostname, port, username, password } = new URL(text)
      const named = hostname !== '' && port !== '0' && canDecode(username) && canDecode(password)
      return named && schemes.includes(protocol.slice(0, -1))
    },
    { error: `must be an address like ${example}`, abort: true },
  )

/** Text that may be absent. */
export const optional = z.string().optional()

/** Whether every % in a part of an address begins a code. */
export function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
