import { createHash, randomBytes } from 'node:crypto'

/** What an OAuth app gets besides access tokens, which are API tokens (api-token.ts). */
export type OAuthSecret = 'code' | 'refresh' | 'secret'

/** Creates 256 random bits in hexadecimal, after a prefix by which secret scanners recognise them. */
export function newOAuthSecret(kind: OAuthSecret): string {
  return `roost_${kind}_${randomBytes(32).toString('hex')}`
}

/** Whether a text has the format of such a secret. */
export function isOAuthSecret(kind: OAuthSecret, text: string): boolean {
  return text.startsWith(`roost_${kind}_`) && /^[0-9a-f]{64}$/.test(text.slice(kind.length + 7))
}

/** The hash of a secret, as stored in the database. A slow hash protects guessable secrets only. */
export function hashOAuthSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Creates the public identifier of an app: hexadecimal, so that HTTP Basic authentication needs no escapes. */
export function newClientId(): string {
  return randomBytes(16).toString('hex')
}

/** Whether a text has the format of such an identifier. */
export function isClientId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}
