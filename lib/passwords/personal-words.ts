import { limits } from '../limits'
import { normalizePassword } from './normalize-password'

/** What may help to guess the password of a user. */
export type Person = { username: string; email: string; displayName?: string | undefined }

const productNames = ['roost', 'microblog']

/** Shorter words occur in many passwords by chance. */
const minLength = 3

/**
 * Words that a password must not depend on (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2.11): names and address of the user,
 * whole and in parts, and the names of the product. Runs in the browser too.
 * @returns Lower-case words of 3 or more UTF-16 units, the most specific first, each once.
 */
export function personalWords({ username, email, displayName = '' }: Person): string[] {
  const [local = '', domain = ''] = email.split('@')
  const host = domain.replace(/\.[^.]*$/, '')
  const names = [username, local, displayName, host].map(fold)
  const parts = names.flatMap((name) => [
    ...runs(name, /[\p{L}\p{M}\p{N}]+/gu),
    ...runs(name, /[\p{L}\p{M}]+/gu),
  ])
  return [...new Set([...names, ...parts, fold(email), ...productNames])].filter(
    (word) => word.length >= minLength,
  )
}

/** Input in the browser is not validated yet; no name or address is longer. */
const fold = (text: string) => normalizePassword(text.slice(0, limits.email.max)).toLowerCase()

const runs = (text: string, pattern: RegExp) => text.match(pattern) ?? []
