/** A session on the security page. */
export type SessionView = {
  id: number
  current: boolean
  browser: string
  system: string
  /** The network of the client's IP address. */
  area: string
  remember: boolean
  createdAt: Date
  lastUsedAt: Date
}
