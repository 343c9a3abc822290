import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether an Authorization header is `Bearer` with this secret. The time of the comparison does not depend on where the
 * two differ. Always false without a secret.
 */
export function hasBearerSecret(authorization: string | null, secret: string | undefined): boolean {
  if (!secret || authorization === null) return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(authorization), digest(`Bearer ${secret}`))
}
