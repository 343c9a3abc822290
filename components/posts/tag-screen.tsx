import { useTranslations } from 'next-intl'
import type { ComponentType } from 'react'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import type { PostListProps } from './static-post-list'

type Props = { tag: string; page: Page<PostView>; List: ComponentType<PostListProps> }

/** The posts with a tag. */
export function TagScreen({ tag, page, List }: Props) {
  const t = useTranslations('tag')
  return (
    <>
      <PageHeading title={t('title', { tag })}>{t('lead')}</PageHeading>
      <List page={page} path={`/tags/${encodeURIComponent(tag)}`} empty={<EmptyState title={t('empty')} />} />
    </>
  )
}
