import { createHash } from 'node:crypto'
import { env } from '../env'
import { log } from '../log/log'
import { normalizePassword } from './normalize-password'
import { type Person, personalWords } from './personal-words'
import { estimateWeakness } from './strength-thread'

/**
 * Finds out why a well-formed password is too easy to guess (NIST SP 800-63B-4 §3.1.1.2; ASVS 6.2.4, 6.2.11, 6.2.12).
 * @param password Any text; the estimate looks at the first 64 UTF-16 units of its normalized form.
 * @returns A key of the `errors` messages, or null when the password is strong enough.
 */
export async function findWeakness(password: string, person: Person): Promise<string | null> {
  const reason = await estimateWeakness(normalizePassword(password), personalWords(person))
  if (reason) return `password.${reason}`
  return (await isBreached(password)) ? 'password.breached' : null
}

/**
 * Checks with a service of the Pwned Passwords range API whether the password has leaked; only the first five
 * characters of its SHA-1 leave the machine (k-anonymity). Off without PASSWORD_BREACH_URL. A service that does not
 * respond within two seconds does not prevent a sign-up.
 */
async function isBreached(password: string): Promise<boolean> {
  if (!env.PASSWORD_BREACH_URL) return false
  const digest = createHash('sha1').update(password).digest('hex').toUpperCase()
  try {
    const address = `${env.PASSWORD_BREACH_URL.replace(/\/$/, '')}/${digest.slice(0, 5)}`
    const response = await fetch(address, { signal: AbortSignal.timeout(2000), redirect: 'error' })
    if (!response.ok) throw new Error(`status ${response.status}`)
    const lines = (await response.text()).split('\n')
    return lines.some((line) => line.startsWith(`${digest.slice(5)}:`) && !line.trim().endsWith(':0'))
  } catch (error) {
    log.warn({ event: 'password.breach-check-failed', err: error }, 'the breach list did not answer')
    return false
  }
}
