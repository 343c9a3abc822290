import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Composer } from '@/components/posts/composer'
import { GettingStarted, suggestedPeople } from '@/components/posts/getting-started'
import { PostList } from '@/components/posts/post-list'
import { Welcome } from '@/components/shell/welcome'
import { PageHeading } from '@/components/ui/card'
import { env } from '@/lib/env'
import { exploreFeed, homeFeed } from '@/lib/feeds/queries'
import { suggestUsersToFollow } from '@/lib/follows/queries'
import { parseCursor } from '@/lib/page'
import { allPostsFeedAlternates } from '@/lib/request/feed-metadata'
import { getViewer, type Viewer } from '@/lib/request/viewer'
import { getUser } from '@/lib/users/queries'

export async function generateMetadata(): Promise<Metadata> {
  const [viewer, t] = await Promise.all([getViewer(), getTranslations()])
  if (!viewer) return { alternates: allPostsFeedAlternates() }
  // The title template of a layout does not apply to the page of its own segment.
  return { title: { absolute: `${t('home.title')} - ${t('site.name')}` } }
}

export default async function HomePage({ searchParams }: PageProps<'/'>) {
  const viewer = await getViewer()
  if (!viewer) return <Welcome page={await exploreFeed(null, null, env.POSTS_PER_PAGE)} />
  const query = await searchParams
  const cursor = parseCursor(query)
  const [page, t] = await Promise.all([homeFeed(viewer, cursor, env.POSTS_PER_PAGE), getTranslations('home')])
  const isEmpty = page.items.length === 0 && !page.newer
  return (
    <>
      <PageHeading title={t('title')} />
      <Composer viewer={viewer} address="/" focused={'compose' in query} />
      <PostList
        page={page}
        path="/"
        announcesTo={viewer.id}
        empty={isEmpty && <EmptyHome viewer={viewer} />}
      />
    </>
  )
}

async function EmptyHome({ viewer }: { viewer: Viewer }) {
  const [own, people] = await Promise.all([
    getUser(viewer, viewer.username),
    suggestUsersToFollow(viewer, suggestedPeople),
  ])
  return own && <GettingStarted viewer={own} people={people} />
}
