import { useTranslations } from 'next-intl'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { Page } from '@/lib/page'
import type { PostView } from '@/lib/posts/view'
import { PostList } from './post-list'

/** The posts with a tag. */
export function TagScreen({ tag, page, member }: { tag: string; page: Page<PostView>; member: boolean }) {
  const t = useTranslations('tag')
  return (
    <>
      <PageHeading title={t('title', { tag })}>{t('lead')}</PageHeading>
      <PostList
        page={page}
        path={`/tags/${encodeURIComponent(tag)}`}
        member={member}
        empty={<EmptyState title={t('empty')} />}
      />
    </>
  )
}
