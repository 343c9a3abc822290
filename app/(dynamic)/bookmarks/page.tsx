import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SuggestedTags } from '@/app/suggestions'
import { PostList } from '@/components/posts/post-list'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { listBookmarks } from '@/lib/bookmarks/queries'
import { env } from '@/lib/env'
import { parseCursor } from '@/lib/page'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('bookmarks')
  return { title: t('title') }
}

export default async function BookmarksPage({ searchParams }: PageProps<'/bookmarks'>) {
  const viewer = await requireViewer('/bookmarks')
  const [page, t] = await Promise.all([
    listBookmarks(viewer, parseCursor(await searchParams), env.POSTS_PER_PAGE),
    getTranslations('bookmarks'),
  ])
  const empty = (
    <EmptyState title={t('empty')} suggestions={<SuggestedTags />}>
      <p>{t('emptyHint')}</p>
      <a href="/explore" className={buttonClass('secondary')}>
        {t('explore')}
      </a>
    </EmptyState>
  )
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <PostList page={page} path="/bookmarks" lists="bookmarks" empty={empty} />
    </>
  )
}
