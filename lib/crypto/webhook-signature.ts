import { createHmac, randomBytes } from 'node:crypto'
import { decrypt, encrypt } from './encryption'

const prefix = 'whsec_'

/** Creates a signing secret: a prefix and 256 random bits in base64 (Standard Webhooks, "Signature scheme"). */
export function newWebhookSecret(): string {
  return prefix + randomBytes(32).toString('base64')
}

const purpose = 'webhook secret'

/** Encrypts a signing secret for the database: signing needs the secret itself, not a digest. */
export function encryptWebhookSecret(secret: string): string {
  return encrypt(purpose, secret)
}

/** Decrypts a signing secret. Returns null when AUTH_SECRET has changed since. */
export function decryptWebhookSecret(encrypted: string): string | null {
  return decrypt(purpose, encrypted)
}

type SignedContent = {
  /** The header webhook-id. */
  id: string
  /** The header webhook-timestamp: seconds since 1970. */
  timestamp: number
  body: string
}

/**
 * Signs a request with each secret.
 * @param secrets from `newWebhookSecret`; after a change of the secret the former one too, so that receivers can change
 *   theirs in between
 * @returns the header webhook-signature: `v1,` and the HMAC-SHA256 in base64, separated by spaces
 */
export function signWebhook(secrets: string[], { id, timestamp, body }: SignedContent): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(prefix.length), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
    })
    .join(' ')
}
