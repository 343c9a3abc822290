import { env } from '../env'

/**
 * The whole address of one of our pages, for what is written outside a request: mail, feeds, exports.
 * @param path begins with /
 * @throws Error when APP_URL is not set; nothing else knows the address then
 */
export function absoluteUrl(path: string): string {
  if (!env.APP_URL) throw new Error('APP_URL is not set: set it to the address people use, links need it.')
  return new URL(path, env.APP_URL).href
}
