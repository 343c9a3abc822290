// Conditional requests (RFC 9110 §13) for responses that another part has made already.

/**
 * Whether the client has the current representation, so that the response is 304.
 * @param {{ ifNoneMatch?: string | null, ifModifiedSince?: string | null }} conditions headers of a GET or HEAD request
 * @param {{ etag?: string | null, lastModified?: string | null }} current headers of the response with status 200
 */
export function isNotModified({ ifNoneMatch, ifModifiedSince }, { etag, lastModified }) {
  // §13.1.3: a recipient ignores If-Modified-Since when the request has If-None-Match.
  if (ifNoneMatch) return Boolean(etag) && matches(ifNoneMatch, etag)
  // By equality: the time goes back when the newest entry of a list is deleted.
  return Boolean(ifModifiedSince) && ifModifiedSince === lastModified
}

/** The weak comparison of §8.8.3.2. */
function matches(list, etag) {
  if (list.trim() === '*') return true
  const opaque = (tag) => tag.trim().replace(/^W\//, '')
  return list.split(',').some((tag) => opaque(tag) === opaque(etag))
}
