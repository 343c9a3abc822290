import type { AppScope } from './policy'

/** An app that a member has authorised, once or on several devices. */
export type AuthorizedAppView = {
  appId: number
  name: string
  website: string
  /** The username of its owner. */
  owner: string
  scopes: AppScope[]
  createdAt: Date
  lastUsedAt: Date | null
}

/** The scopes of a row. */
export function parseAppScopes(text: string): AppScope[] {
  return text.split(' ') as AppScope[]
}
