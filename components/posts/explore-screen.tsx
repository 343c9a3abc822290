import { useTranslations } from 'next-intl'
import type { ComponentType, ReactNode } from 'react'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { HeadingFeedLink } from '@/components/ui/feed-link'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { NewPostLink } from './new-post-link'
import type { PostListProps } from './static-post-list'

/** All posts, newest first. */
export function ExploreScreen({
  page,
  composer,
  List,
  viewerId,
}: {
  page: Page<PostView>
  composer?: ReactNode
  List: ComponentType<PostListProps>
  viewerId?: number | undefined
}) {
  const t = useTranslations('explore')
  const empty = (
    <EmptyState title={t('empty')}>
      <NewPostLink isGuest={viewerId === undefined} label={t('first')} />
    </EmptyState>
  )
  return (
    <>
      <PageHeading title={t('title')} actions={<HeadingFeedLink href="/explore/feed.xml" />} />
      {composer}
      <List page={page} path="/explore" announcesTo={viewerId} empty={empty} />
    </>
  )
}
