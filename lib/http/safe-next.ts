const home = '/'

/** Addresses that would only lead back to a form that is done with. */
const loops = new Set(['/login', '/logout', '/signup'])

const origin = 'https://roost.invalid'

// biome-ignore lint/suspicious/noControlCharactersInRegex: a browser drops tabs and newlines from an address
const refused = /[\u0000-\u0020\u007f-\u009f\\]|%(?:0[0-9a-f]|1[0-9a-f]|5c|7f)/i

/**
 * Where to go after a log-in or a form (ASVS 1.2.2; CWE-601).
 * @param next What the request asked for; trusted in nothing.
 * @returns A path of this site with its query and fragment, or `/`.
 */
export function safeNext(next: string | null | undefined): string {
  if (typeof next !== 'string' || next.length > 2000) return home
  if (!/^\/(?!\/)/.test(next) || refused.test(next) || /^\/(?:%2f|\.{1,2}\/)/i.test(next)) return home
  if (!URL.canParse(next, origin)) return home
  const url = new URL(next, origin)
  if (url.origin !== origin || url.pathname.startsWith('//')) return home
  const path = url.pathname.replace(/\/+$/, '') || '/'
  if (loops.has(decodeSafely(path)) || path === '/guest' || path.startsWith('/guest/')) return home
  return url.pathname + url.search + url.hash
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase()
  } catch {
    return '/login'
  }
}
