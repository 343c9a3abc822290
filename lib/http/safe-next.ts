import { parseUrl } from '../url'

const home = '/'

/** Pages with a form that the user has just submitted. */
const formPages = new Set(['/login', '/logout', '/signup'])

const origin = 'https://roost.invalid'

// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers remove tabs and newlines from URLs
const unsafe = /[\u0000-\u0020\u007f-\u009f\\]|%(?:0[0-9a-f]|1[0-9a-f]|5c|7f)/i

/**
 * The redirect target after a log-in or a form (ASVS 1.2.2; CWE-601).
 * @param next untrusted input
 * @returns a path of this site with its query and fragment, or `/`
 */
export function safeNext(next: string | null | undefined): string {
  if (typeof next !== 'string' || next.length > 2000) return home
  if (!/^\/(?!\/)/.test(next) || unsafe.test(next) || /^\/(?:%2f|\.{1,2}\/)/i.test(next)) return home
  const url = parseUrl(next, origin)
  if (url?.origin !== origin || url.pathname.startsWith('//')) return home
  const path = url.pathname.replace(/\/+$/, '') || '/'
  if (formPages.has(decodeSafely(path)) || path === '/guest' || path.startsWith('/guest/')) return home
  return url.pathname + url.search + url.hash
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase()
  } catch {
    return '/login'
  }
}
