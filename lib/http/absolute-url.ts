import { env } from '../env'

/**
 * The absolute URL of a page, for text that is created outside a request: mail, feeds, exports.
 * @param path starts with /
 * @throws Error when APP_URL is not set
 */
export function absoluteUrl(path: string): string {
  if (!env.APP_URL)
    throw new Error('APP_URL is not set: set it to the public URL of this site, which links need.')
  return new URL(path, env.APP_URL).href
}
