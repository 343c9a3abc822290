/** What a token permits: `read` for GET, `write` for changes. Every token has `read`. */
export const scopes = ['read', 'write'] as const
export type Scope = (typeof scopes)[number]

/** How a token was made: with the password by POST /api/tokens, on the account page, or by an app that was authorised. */
export type TokenKind = 'password' | 'personal' | 'oauth'

const minute = 60_000
const day = 24 * 60 * minute

/** Milliseconds until a token that was made with the password expires. */
export const passwordTokenLifetime = 60 * minute

/** Milliseconds until a personal token expires. */
export const personalTokenLifetime = (days: number) => days * day

/** Milliseconds for which the time of the last use is not written again. */
const usePrecision = 10 * minute

/** Whether the use of a token at `now` is written: rarely, because each write costs more than a read of the API. */
export function isUseRecorded(lastUsedAt: Date | null, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= usePrecision
}

/** Whether requests with a token may learn of private messages: only with tokens that were made with the password. */
export function maySeeMessages({ kind }: { kind: TokenKind }): boolean {
  return kind === 'password'
}
