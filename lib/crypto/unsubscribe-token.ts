import { sign, unsign } from './signing'

const purpose = 'unsubscribe-digest'

/** Longer than every token. */
const maxLength = 200

/**
 * The token of the link that ends a member's summaries by mail, and can do nothing else. It is signed and not stored. It
 * does not expire, because the link of an old mail has to work too (RFC 8058 §3.2).
 */
export function unsubscribeToken(userId: number): string {
  return sign(purpose, userId)
}

/** The id of the member whom a token belongs to; null for an altered one. */
export function userOfUnsubscribeToken(token: string): number | null {
  const userId = token.length <= maxLength ? unsign(purpose, token) : null
  return typeof userId === 'number' ? userId : null
}
