import Bowser from 'bowser'

/** The client of a request, stored with the session. */
export type ClientInfo = { ip: string; userAgent: string }

/** The names of browser and operating system; empty when the user agent does not contain them. */
export function parseUserAgent(userAgent: string): { browser: string; system: string } {
  if (!userAgent) return { browser: '', system: '' }
  const { browser, os } = Bowser.parse(userAgent)
  return { browser: browser.name ?? '', system: [os.name, os.versionName].filter(Boolean).join(' ') }
}
