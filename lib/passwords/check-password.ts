import { createHash } from 'node:crypto'
import { env } from '../env'
import { log } from '../log/log'

type Person = { username: string; email: string }

const productNames = ['roost', 'microblog']

/**
 * Tells why a well-formed password is too easily guessed (NIST SP 800-63B-4 §3.1.1.2; ASVS 6.2.4, 6.2.11, 6.2.12).
 * @returns A key of the `errors` messages, or null when nothing speaks against it.
 */
export async function weaknessOf(password: string, person: Person): Promise<string | null> {
  const candidate = password.normalize('NFKC').toLowerCase()
  const own = [person.username, person.email, person.email.split('@')[0] ?? '']
  if (own.some((word) => word.length > 2 && candidate === word.toLowerCase())) return 'password.own'
  if ([person.username.toLowerCase(), ...productNames].some((word) => isPaddedWord(candidate, word)))
    return 'password.own'
  if (/^(.)\1*$/su.test(candidate)) return 'password.common'
  if ((await commonPasswords()).has(candidate)) return 'password.common'
  if (await isBreached(password)) return 'password.breached'
  return null
}

/** A name with only digits or signs around it: "john1990!" for john. */
function isPaddedWord(candidate: string, word: string): boolean {
  if (word.length < 3) return false
  const at = candidate.indexOf(word)
  if (at < 0) return false
  return /^[\d\p{P}\p{S}]*$/u.test(candidate.slice(0, at) + candidate.slice(at + word.length))
}

let common: Promise<Set<string>> | undefined

/** The most used passwords that have leaked, from the dictionary of zxcvbn-ts (well above 3,000). */
export function commonPasswords(): Promise<Set<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(
    ({ dictionary }) => new Set(dictionary['passwords-common'].map((word) => String(word).toLowerCase())),
  )
  return common
}

/**
 * Asks a service of the Pwned Passwords range form whether the password has leaked; only the first five characters
 * of its SHA-1 leave the machine (k-anonymity). Off without PASSWORD_BREACH_URL. A service that does not answer
 * within two seconds stops nobody from signing up.
 */
async function isBreached(password: string): Promise<boolean> {
  if (!env.PASSWORD_BREACH_URL) return false
  const digest = createHash('sha1').update(password).digest('hex').toUpperCase()
  try {
    const address = `${env.PASSWORD_BREACH_URL.replace(/\/$/, '')}/${digest.slice(0, 5)}`
    const answer = await fetch(address, { signal: AbortSignal.timeout(2000), redirect: 'error' })
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    const lines = (await answer.text()).split('\n')
    return lines.some((line) => line.startsWith(`${digest.slice(5)}:`) && !line.trim().endsWith(':0'))
  } catch (error) {
    log.warn({ event: 'password.breach-check-failed', err: error }, 'the breach list did not answer')
    return false
  }
}
