declare const gate: unique symbol

/**
 * The authenticated user of a request. Only `findSession` and `findApiToken` create one, from a live session or a live
 * token, so a function that takes a Viewer cannot be called without authentication.
 */
export type Viewer = {
  readonly id: number
  readonly username: string
  readonly displayName: string
  readonly avatar: string | null
  readonly gravatar: string | null
  readonly role: 'member' | 'admin'
  readonly locale: string | null
  /** Languages that they read besides that of the pages: codes of ISO 639-1. */
  readonly languages: readonly string[]
  /** 0 for a request with an API token, which no session has as its id. */
  readonly sessionId: number
  /** Set for a request with an API token. */
  readonly apiTokenId?: number
  readonly followingCount: number
  readonly [gate]: true
}

/** A viewer who may open the pages of administrators. The role is read with the session, so it is that of this request. */
export type Admin = Viewer & { readonly role: 'admin' }

/** Whether the viewer is an administrator. */
export function isAdmin(viewer: Viewer | null): viewer is Admin {
  return viewer?.role === 'admin'
}
