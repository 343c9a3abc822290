import { useTranslations } from 'next-intl'
import type { ComponentType, ReactNode } from 'react'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { HeadingFeedLink } from '@/components/ui/feed-link'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { NewPostLink } from './new-post-link'
import type { PostListProps } from './static-post-list'

type Props = {
  tag: string
  page: Page<PostView>
  isGuest: boolean
  suggestions?: ReactNode
  List: ComponentType<PostListProps>
}

/** The posts with a tag. */
export function TagScreen({ tag, page, isGuest, suggestions, List }: Props) {
  const t = useTranslations('tag')
  const path = `/tags/${encodeURIComponent(tag)}`
  const empty = (
    <EmptyState title={t('empty')} pose="searching" suggestions={suggestions}>
      <NewPostLink isGuest={isGuest} label={t('first')} />
    </EmptyState>
  )
  return (
    <>
      <PageHeading title={t('title', { tag })} actions={<HeadingFeedLink href={`${path}/feed.xml`} />}>
        {t('lead')}
      </PageHeading>
      <List page={page} path={path} empty={empty} />
    </>
  )
}
