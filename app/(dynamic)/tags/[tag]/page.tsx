import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SuggestedTags } from '@/app/suggestions'
import { PostList } from '@/components/posts/post-list'
import { StaticPostList } from '@/components/posts/static-post-list'
import { TagScreen } from '@/components/posts/tag-screen'
import { env } from '@/lib/env'
import { tagFeed } from '@/lib/feeds/queries'
import { parseCursor } from '@/lib/page'
import { tagFeedAlternates } from '@/lib/request/feed-metadata'
import { decodeSegment } from '@/lib/request/search-params'
import { tagShareMetadata } from '@/lib/request/share-metadata'
import { getViewer } from '@/lib/request/viewer'
import { normalizeTag } from '@/lib/text/normalize-tag'

type Props = PageProps<'/tags/[tag]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('tag')
  const tag = decodeSegment((await params).tag)
  const normal = normalizeTag(tag)
  const metadata = { title: t('title', { tag }), alternates: tagFeedAlternates(normal) }
  return (await getViewer()) ? metadata : { ...metadata, ...tagShareMetadata(normal, t('lead')) }
}

export default async function TagPage({ params, searchParams }: Props) {
  const viewer = await getViewer()
  const tag = normalizeTag(decodeSegment((await params).tag))
  const page = await tagFeed(viewer, tag, parseCursor(await searchParams), env.POSTS_PER_PAGE)
  return (
    <TagScreen
      tag={tag}
      page={page}
      isGuest={!viewer}
      suggestions={<SuggestedTags />}
      List={viewer ? PostList : StaticPostList}
    />
  )
}
