import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Composer } from '@/components/posts/composer'
import { ExploreScreen } from '@/components/posts/explore-screen'
import { PostList } from '@/components/posts/post-list'
import { StaticPostList } from '@/components/posts/static-post-list'
import { env } from '@/lib/env'
import { exploreFeed } from '@/lib/feeds/queries'
import { parseCursor } from '@/lib/page'
import { allPostsFeedAlternates } from '@/lib/request/feed-metadata'
import { getViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('explore')
  return { title: t('title'), alternates: allPostsFeedAlternates() }
}

export default async function ExplorePage({ searchParams }: PageProps<'/explore'>) {
  const viewer = await getViewer()
  const cursor = parseCursor(await searchParams)
  const page = await exploreFeed(viewer, cursor, env.POSTS_PER_PAGE)
  const composer = viewer && <Composer viewer={viewer} address="/explore" />
  return (
    <ExploreScreen
      page={page}
      composer={composer}
      List={viewer ? PostList : StaticPostList}
      viewerId={viewer?.id}
    />
  )
}
