import Bowser from 'bowser'

/** One signed-in browser on the security page. */
export type SessionView = {
  id: number
  current: boolean
  browser: string
  system: string
  /** The part of the address that one customer holds. */
  area: string
  remember: boolean
  createdAt: Date
  lastUsedAt: Date
}

/** Browser and system by name, each empty when the user agent does not tell. */
export function parseUserAgent(userAgent: string): { browser: string; system: string } {
  if (!userAgent) return { browser: '', system: '' }
  const { browser, os } = Bowser.parse(userAgent)
  return { browser: browser.name ?? '', system: [os.name, os.versionName].filter(Boolean).join(' ') }
}
