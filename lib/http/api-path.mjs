// Plain JavaScript, because scripts/server.mjs imports it.

/**
 * Whether a URL belongs to the API: every path below /api except /api/docs, which is a page.
 * @param {string} url the path of a request with its query
 */
export function isApiPath(url) {
  return /^\/api\/(?!docs(?:\?|$))/.test(url)
}
