import type { PostView } from '../../posts/view'
import { findAnnotations } from '../../text/parse-body'
import type { UserSummary } from '../../users/view'
import { type Feed, feedAuthor, linksOf, postUrl } from './feed'
import { postHtml } from './post-html'

/** The feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). Posts have no titles, as it advises for microblogs. */
export function jsonFeedDocument(feed: Feed, origin: string): string {
  const { self, page, next } = linksOf(feed, 'json', origin)
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: page,
    feed_url: self,
    ...(feed.description && { description: feed.description }),
    ...(next && { next_url: next }),
    ...(feed.author && {
      icon: feedAuthor(feed.author, origin).picture,
      authors: [authorObject(feed.author, origin)],
    }),
    items: feed.page.items.map((post) => itemObject(post, origin)),
  })
}

function itemObject(post: PostView, origin: string) {
  const url = postUrl(origin, post.id)
  const { tags } = findAnnotations(post.body)
  return {
    id: url,
    url,
    content_html: postHtml(post, origin).markup,
    date_published: post.createdAt,
    ...(post.editedAt && { date_modified: post.editedAt }),
    authors: [authorObject(post.author, origin)],
    ...(post.language && { language: post.language }),
    ...(tags.length > 0 && { tags }),
  }
}

function authorObject(user: UserSummary, origin: string) {
  const { name, url, picture } = feedAuthor(user, origin)
  return { name, url, avatar: picture }
}
