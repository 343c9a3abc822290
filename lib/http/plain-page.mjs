// Plain JavaScript, because scripts/server.mjs imports it as well as app/offline.

/** The policy of a plain page: it has one stylesheet, one icon and no script. */
export const plainPagePolicy =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text) => text.replace(/[&<>"']/g, (char) => escapes[char])

/**
 * A page that needs neither Next nor the database: for a server that cannot render pages, and for a browser that cannot
 * reach the server.
 * @param {{ locale: string, site: string, title: string, lead: string, note?: string, retry: string }} texts
 * @param {string} [style] CSS in the page, instead of /plain-page.css
 */
export function plainPage({ locale, site, title, lead, note, retry }, style) {
  const [safeSite, safeTitle, safeLead, safeRetry] = [site, title, lead, retry].map(escapeHtml)
  return `<!DOCTYPE html>
<html lang="${escapeHtml(locale)}" dir="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${safeTitle} - ${safeSite}</title>
${style ? `<style>${style}</style>` : '<link rel="stylesheet" href="/plain-page.css">'}
</head>
<body>
<header><a href="/">${safeSite}</a></header>
<main>
<h1>${safeTitle}</h1>
<p>${safeLead}</p>
${note ? `<p>${escapeHtml(note)}</p>\n` : ''}<p><a class="button" href="">${safeRetry}</a></p>
</main>
</body>
</html>
`
}
