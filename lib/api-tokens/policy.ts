/**
 * What a token permits: `read` for reading everything but messages, `write` for changes, `messages` for reading and sending
 * private messages, `admin` for what administrators may do. Every token has `read`.
 */
export const scopes = ['read', 'write', 'messages', 'admin'] as const
export type Scope = (typeof scopes)[number]

/** The scopes that a member may give a token. The scope `admin` does not replace the role, which each request checks. */
export function scopesOfRole(role: string): readonly Scope[] {
  return role === 'admin' ? scopes : scopes.filter((scope) => scope !== 'admin')
}

/** A set of scopes as stored in the database: `read` and others in the order of `scopes`, separated by spaces. */
export function formatScopes(granted: readonly Scope[]): string {
  return scopes.filter((scope) => scope === 'read' || granted.includes(scope)).join(' ')
}

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

/** Whether a token gives access to private messages and their counts. */
export function maySeeMessages({ scopes }: { scopes: readonly Scope[] }): boolean {
  return scopes.includes('messages')
}
