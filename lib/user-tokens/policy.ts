/** What a link in a mail may do. */
export type TokenPurpose = 'reset-password' | 'verify-email' | 'undo-email-change'

const minute = 60_000
const day = 24 * 60 * minute

/** Milliseconds until a link expires. */
export const tokenLifetimes: Record<TokenPurpose, number> = {
  // NIST SP 800-63B-4 §4.2 limits recovery codes by mail to 24 hours.
  'reset-password': 10 * minute,
  // docs/decisions/037-email-verification.md
  'verify-email': 30 * minute,
  // A week, so that the owner of the former address notices in time.
  'undo-email-change': 7 * day,
}
