import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { PostList } from './post-list'

/** The public square. */
export function ExploreScreen({
  page,
  composer,
  member,
}: {
  page: Page<PostView>
  composer?: ReactNode
  member: boolean
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
      <PostList page={page} path="/explore" member={member} empty={empty} />
    </>
  )
}
