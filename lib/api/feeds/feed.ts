import type { Page } from '../../page'
import type { PostView } from '../../posts/view'
import { nameOf, pictureOf, type UserSummary } from '../../users/view'

export type FeedFormat = 'atom' | 'json'

/** The media types of Atom (RFC 4287 §7) and JSON Feed 1.1. */
export const feedTypes: Record<FeedFormat, string> = {
  atom: 'application/atom+xml',
  json: 'application/feed+json',
}

/** A page of posts with what a feed says about it. Paths are relative to the origin of the site. */
export type Feed = {
  title: string
  description: string
  /** The path of the page with the same posts, without a cursor. */
  path: string
  /** The path of the feed without its extension. */
  feedPath: string
  /** The query of every page of the feed, such as `?q=birds`; empty without one. */
  query: string
  /** The query of this page. */
  pageQuery: string
  /** The author of all posts; null when they have different authors. */
  author: UserSummary | null
  /** The time of a feed without posts. */
  createdAt: Date
  page: Page<PostView>
}

/** The time of the last change of a post that the feed shows. */
export function updatedAt({ page, createdAt }: Feed): Date {
  if (page.items.length === 0) return createdAt
  return new Date(Math.max(...page.items.map((post) => postUpdatedAt(post).getTime())))
}

export function postUpdatedAt(post: PostView): Date {
  return post.editedAt ?? post.createdAt
}

/** The address of a post, which is its id in feeds too. */
export function postUrl(origin: string, id: number): string {
  return `${origin}/posts/${id}`
}

export type FeedLinks = {
  self: string
  page: string
  first: string
  next: string | null
  previous: string | null
}

/** The addresses of a feed and of its other pages (RFC 5005 §3). */
export function linksOf(feed: Feed, format: FeedFormat, origin: string): FeedLinks {
  const base = origin + feed.feedPath + (format === 'atom' ? '.xml' : '.json')
  const { older, newer } = feed.page
  return {
    self: base + feed.pageQuery,
    page: origin + feed.path,
    first: base + feed.query,
    next: older === null ? null : base + (older === '?' ? feed.query : older),
    previous: newer === null ? null : base + (newer === '?' ? feed.query : newer),
  }
}

/** An author for both formats. Without the gravatar, whose address contains a digest of the email address. */
export function feedAuthor(user: UserSummary, origin: string) {
  return {
    name: `${nameOf(user)} (@${user.username})`,
    url: `${origin}/users/${user.username}`,
    picture: origin + pictureOf(user, 128),
  }
}
