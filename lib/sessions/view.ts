import Bowser from 'bowser'

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

/** The names of browser and operating system; empty when the user agent does not contain them. */
export function parseUserAgent(userAgent: string): { browser: string; system: string } {
  if (!userAgent) return { browser: '', system: '' }
  const { browser, os } = Bowser.parse(userAgent)
  return { browser: browser.name ?? '', system: [os.name, os.versionName].filter(Boolean).join(' ') }
}
