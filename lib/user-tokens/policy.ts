/** What a link in a mail may do. */
export type TokenPurpose = 'reset-password' | 'verify-email' | 'undo-email-change'

const minute = 60_000
const day = 24 * 60 * minute

/** Milliseconds until a link expires (NIST SP 800-63B-4 §4.2: a recovery code by mail lasts at most 24 hours). */
export const tokenLifetimes: Record<TokenPurpose, number> = {
  'reset-password': 10 * minute,
  'verify-email': day,
  'undo-email-change': 7 * day,
}
