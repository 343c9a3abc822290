import type { Metadata } from 'next'
import { env } from '../env'
import { siteUrl } from '../http/absolute-url'
import type { PostView } from '../posts/view'
import { type PreviewSource, postPreview, previewPath, previewSize, userPreview } from '../previews/source'
import { excerpt } from '../text/code-points'
import { findAnnotations } from '../text/parse-body'
import { nameOf, type UserView } from '../users/view'

// Open Graph (https://ogp.me), Twitter cards and oEmbed links, for guest pages: only programs without a session read them.

/** Grapheme clusters of a description. */
const descriptionLength = 200

const oneLine = (text: string) => excerpt(text.replace(/\s+/g, ' ').trim(), descriptionLength)

/**
 * What other sites show for a post.
 * @param title of the page, which is the alternative text of the picture too
 */
export function postShareMetadata(post: PostView, title: string): Metadata {
  const { author, body, createdAt, editedAt } = post
  const path = `/posts/${post.id}`
  const description = oneLine(body)
  return {
    description,
    alternates: { ...canonical(path), types: oembedTypes(path) },
    openGraph: {
      type: 'article',
      title: nameOf(author),
      publishedTime: createdAt.toISOString(),
      ...(editedAt && { modifiedTime: editedAt.toISOString() }),
      authors: [siteUrl(`/users/${author.username}`)],
      tags: findAnnotations(body).tags,
      ...shared(path, description, postPreview(post), title),
    },
    twitter: { card: 'summary_large_image' },
  }
}

/** What other sites show for a user. Without the addresses of feeds, which members need too. */
export function userShareMetadata(user: UserView, title: string): Metadata {
  const path = `/users/${user.username}`
  const description = oneLine(user.aboutMe)
  return {
    ...(description && { description }),
    alternates: { ...canonical(path), types: oembedTypes(path) },
    openGraph: {
      type: 'profile',
      title,
      username: user.username,
      ...shared(path, description, userPreview(user), title),
    },
    twitter: { card: 'summary_large_image' },
  }
}

/**
 * What other sites show for a tag: the icon of the site.
 * @param tag normalized
 */
export function tagShareMetadata(tag: string, description: string): Metadata {
  const url = siteUrl(`/tags/${encodeURIComponent(tag)}`)
  const images = [{ url: siteUrl('/icon-512.png'), width: 512, height: 512, alt: '' }]
  return {
    description,
    openGraph: { type: 'website', title: `#${tag}`, description, siteName: 'Roost', url, images },
    twitter: { card: 'summary' },
  }
}

function shared(path: string, description: string, source: PreviewSource, alt: string) {
  const url = siteUrl(previewPath(path, source))
  const images = [{ url, ...previewSize, type: 'image/png', alt }]
  return { siteName: 'Roost', url: siteUrl(path), ...(description && { description }), images }
}

/** Without APP_URL the public address is not known, and that of this machine would be wrong for search engines. */
const canonical = (path: string) => (env.APP_URL ? { canonical: siteUrl(path) } : {})

function oembedTypes(path: string) {
  const link = (format: string) => siteUrl(`/oembed?${new URLSearchParams({ url: siteUrl(path), format })}`)
  return { 'application/json+oembed': link('json'), 'text/xml+oembed': link('xml') }
}
