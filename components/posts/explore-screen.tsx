import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { NewPostsButton } from './new-posts-button'
import { PostList } from './post-list'

/** The public square. */
export function ExploreScreen({
  page,
  composer,
  viewer,
}: {
  page: Page<PostView>
  composer?: ReactNode
  /** The id of the member who looks; null for guests. */
  viewer: number | null
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
      {viewer !== null && !page.newer && (
        <NewPostsButton key={page.items.length && 'list'} viewer={viewer} path="/explore" />
      )}
      <PostList page={page} path="/explore" member={viewer !== null} empty={empty} />
    </>
  )
}
