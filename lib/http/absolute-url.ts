import { env } from '../env'

/**
 * The absolute URL of a page, for text that is created outside a request: mail, feeds, exports. Never derived from the
 * Host header of a request, which its sender chooses.
 * @param path starts with /
 * @throws Error when APP_URL is not set and mail leaves this machine
 */
export function absoluteUrl(path: string): string {
  // Mail in files is read on this machine.
  const local = env.SMTP_URL || env.MAIL_SERVER ? undefined : `http://localhost:${env.PORT}`
  const site = env.APP_URL ?? local
  if (!site) throw new Error('APP_URL is not set: set it to the public URL of this site, which links need.')
  return new URL(path, site).href
}

/**
 * The absolute URL of a page, for pages that name their own address. A guest page is the same for every host.
 * @param path starts with /
 */
export function siteUrl(path: string): string {
  return new URL(path, env.APP_URL ?? `http://localhost:${env.PORT}`).href
}
