/** Paths without value for search engines: pages of members, links in mails, and expensive pages. */
const disallowed = [
  ...['/api/', '/data/', '/account', '/admin/', '/bookmarks', '/messages', '/notifications', '/oauth/'],
  ...['/posts/*/delete', '/posts/*/edit', '/reset-password/', '/search', '/translate'],
  ...['/undo-email-change/', '/unsubscribe/', '/verify-email/'],
]

/** Exceptions to the paths above: the longest match applies (RFC 9309 §2.2.2). */
const allowed = ['/api/docs$']

/**
 * The content of /robots.txt (RFC 9309), with the address of the sitemap.
 * @param origin of this site
 */
export function robotsText(origin: string): string {
  const rules = [...allowed.map((path) => `Allow: ${path}`), ...disallowed.map((path) => `Disallow: ${path}`)]
  return ['User-agent: *', ...rules, '', `Sitemap: ${origin}/sitemap.xml`, ''].join('\n')
}
