/**
 * The form in which a password is counted, compared and hashed: keyboards and systems encode the same text differently
 * (NIST SP 800-63B-4 §3.1.1.2). Runs in the browser too.
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC')
}
