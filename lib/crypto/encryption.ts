import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '../env'

const algorithm = 'aes-256-gcm'
const version = 'v1'
const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts a text for the database (AES-256-GCM, with a key that HKDF derives from AUTH_SECRET), so that a copy of the
 * database alone does not reveal it.
 * @param purpose separates keys of different uses
 */
export function encrypt(purpose: string, text: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, keyOf(purpose), nonce)
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${version}.${sealed.toString('base64url')}`
}

/** Decrypts a text from `encrypt`. Returns null for an altered text, another purpose, or another AUTH_SECRET. */
export function decrypt(purpose: string, encrypted: string): string | null {
  const [found, text = ''] = encrypted.split('.')
  const sealed = Buffer.from(text, 'base64url')
  if (found !== version || sealed.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv(algorithm, keyOf(purpose), sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  try {
    const content = sealed.subarray(nonceBytes, -tagBytes)
    return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}

function keyOf(purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', env.AUTH_SECRET, '', `roost encryption: ${purpose}`, 32))
}
