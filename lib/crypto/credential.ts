import { mac } from './signing'

/**
 * Identifies a password hash without revealing it. The digest is keyed, so that a cookie may contain it.
 * @param passwordHash as stored in the database
 * @returns the same digest until the password changes
 */
export function credentialDigest(passwordHash: string): string {
  return mac('credential', passwordHash)
}
