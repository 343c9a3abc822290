import { limits } from '../limits'
import { normalizePassword } from './normalize-password'

/** What is known about the owner of a password and may help to guess it. */
export type Person = { username: string; email: string; displayName?: string | undefined }

const productNames = ['roost', 'microblog']

/** A shorter word is found in many passwords by chance. */
const minLength = 3

/**
 * Words that a password must not depend on (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2.11): names and address of the member,
 * whole and in parts, and the names of the product. Runs in the browser too.
 * @returns Lower-case words of 3 or more UTF-16 units, the most telling first, each once.
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

/** Nothing longer is a name or an address; what is typed in the browser has not been checked yet. */
const fold = (text: string) => normalizePassword(text.slice(0, limits.email.max)).toLowerCase()

const runs = (text: string, pattern: RegExp) => text.match(pattern) ?? []
