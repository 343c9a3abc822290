import type { Scope } from './policy'

/** A personal token on the account page. The token itself is not stored. */
export type TokenView = {
  id: number
  name: string
  scopes: Scope[]
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date
}

/** The scopes of a row. */
export function parseScopes(text: string): Scope[] {
  return text.split(' ') as Scope[]
}
