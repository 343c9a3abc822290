import type { Metadata } from 'next'

/**
 * The links by which feed readers find the feeds of a page.
 * @param path of the feed without its extension
 * @param query of the feed; empty or beginning with ?
 */
export function feedAlternates(path: string, title: string, query = ''): NonNullable<Metadata['alternates']> {
  const link = (extension: string) => [{ url: `${path}.${extension}${query}`, title }]
  return { types: { 'application/atom+xml': link('xml'), 'application/feed+json': link('json') } }
}

/** Those of the page of a tag. */
export function tagFeedAlternates(tag: string) {
  return feedAlternates(`/tags/${encodeURIComponent(tag)}/feed`, `#${tag}`)
}

/** Those of a page that shows the posts of all members. */
export function allPostsFeedAlternates() {
  return feedAlternates('/explore/feed', 'Roost')
}
