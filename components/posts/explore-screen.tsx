import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { NewPostsButton } from './new-posts-button'
import { PostList } from './post-list'

/** All posts, newest first. */
export function ExploreScreen({
  page,
  composer,
  viewerId,
}: {
  page: Page<PostView>
  composer?: ReactNode
  /** Null for guests. */
  viewerId: number | null
}) {
  const t = useTranslations('explore')
  const empty = (
    <EmptyState title={t('empty')}>
      <p className="text-quiet">{t('emptyHint')}</p>
    </EmptyState>
  )
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      {composer}
      {viewerId !== null && !page.newer && (
        <NewPostsButton key={page.items.length && 'list'} viewerId={viewerId} path="/explore" />
      )}
      <PostList page={page} path="/explore" member={viewerId !== null} empty={empty} />
    </>
  )
}
