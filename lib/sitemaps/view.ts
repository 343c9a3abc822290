/** A page for search engines. `changedAt` is null when it is not known. */
export type SitemapEntry = { path: string; changedAt: Date | null }

/** Ids of users, or of posts, in one sitemap. With its tags, a sitemap must have at most 50,000 addresses. */
export const sitemapRange = 10_000

/** Tags in one sitemap; later ones of the alphabet are left out. */
export const maxTagsOfSitemap = 50_000 - sitemapRange
