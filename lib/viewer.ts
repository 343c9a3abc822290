declare const gate: unique symbol

/**
 * The member who makes this request. Only lib/request/viewer.ts makes one, from a session that the database knows (and
 * lib/testing, for tests), so a verb that asks for a Viewer cannot be called without a gate.
 */
export type Viewer = {
  readonly id: number
  readonly username: string
  readonly displayName: string
  readonly avatar: string | null
  readonly gravatar: string | null
  readonly role: 'member' | 'admin'
  readonly locale: string | null
  readonly sessionId: number
  readonly [gate]: true
}
