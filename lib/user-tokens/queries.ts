import { unsign } from '../crypto/signing'
import { db } from '../db/db'
import { hashUserToken } from './mutations'
import type { TokenPurpose } from './policy'

export type UserTokenRow = { id: number; userId: number; credential: string; email: string }

/** Longer than every token. */
const maxLength = 500

/**
 * Finds the row of a token.
 * @returns null for a token that is altered, expired, used or for another purpose
 */
export async function findUserToken(
  purpose: TokenPurpose,
  token: string,
  client: Pick<typeof db, 'userToken'> = db,
): Promise<UserTokenRow | null> {
  // Verify the signature first: forged tokens are rejected without a query.
  if (token.length > maxLength || unsign(purpose, token) === null) return null
  return client.userToken.findFirst({
    where: { tokenHash: hashUserToken(token), purpose, expiresAt: { gt: new Date() } },
    select: { id: true, userId: true, credential: true, email: true },
  })
}
