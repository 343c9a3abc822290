// Plain JavaScript, because next.config.js imports it as well as lib/env.ts.

/**
 * The hosts of a list such as ALLOWED_ORIGINS, in lower case and without the default port of their scheme.
 * @param {string} list Hosts or origins, separated by commas.
 * @returns {string[]}
 */
export function hostList(list) {
  return list
    .toLowerCase()
    .split(',')
    .map((entry) => hostOf(entry.trim()))
    .filter(Boolean)
}

/**
 * The hosts whose pages may submit forms: that of APP_URL and those of ALLOWED_ORIGINS. The host of a request is
 * trusted besides these.
 * @param {{ APP_URL?: string, ALLOWED_ORIGINS?: string | string[] }} settings
 * @returns {string[]}
 */
export function trustedHosts({ APP_URL = '', ALLOWED_ORIGINS = '' }) {
  return hostList(`${APP_URL},${ALLOWED_ORIGINS}`)
}

function hostOf(entry) {
  const withoutSlash = entry.replace(/\/$/, '')
  if (!/^https?:/.test(entry)) return withoutSlash
  try {
    return new URL(entry).host
  } catch {
    return withoutSlash
  }
}
