import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Composer } from '@/components/posts/composer'
import { NewPostsButton } from '@/components/posts/new-posts-button'
import { PostList } from '@/components/posts/post-list'
import { Welcome } from '@/components/shell/welcome'
import { buttonClass } from '@/components/ui/button'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { env } from '@/lib/env'
import { homeFeed } from '@/lib/feeds/queries'
import { parseCursor } from '@/lib/page'
import { getViewer } from '@/lib/request/viewer'
import { nameOf } from '@/lib/users/view'

export async function generateMetadata(): Promise<Metadata> {
  const [viewer, t] = await Promise.all([getViewer(), getTranslations()])
  // The title template of a layout does not apply to the page of its own segment.
  return viewer ? { title: { absolute: `${t('home.title')} - ${t('site.name')}` } } : {}
}

export default async function HomePage({ searchParams }: PageProps<'/'>) {
  const viewer = await getViewer()
  if (!viewer) return <Welcome />
  const cursor = parseCursor(await searchParams)
  const [page, t] = await Promise.all([homeFeed(viewer, cursor, env.POSTS_PER_PAGE), getTranslations('home')])
  const empty = (
    <EmptyState title={t('empty')}>
      <p className="text-quiet">{t('emptyHint')}</p>
      <a href="/explore" className={buttonClass('secondary')}>
        {t('explore')}
      </a>
    </EmptyState>
  )
  return (
    <>
      <PageHeading title={t('greeting', { name: nameOf(viewer) })} />
      <Composer viewer={viewer} address="/" />
      {!page.newer && <NewPostsButton key={page.items.length && 'list'} viewerId={viewer.id} path="/" />}
      <PostList page={page} path="/" member empty={empty} />
    </>
  )
}
