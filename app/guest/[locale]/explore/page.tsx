import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ExploreScreen } from '@/components/posts/explore-screen'
import { StaticPostList } from '@/components/posts/static-post-list'
import { env } from '@/lib/env'
import { exploreFeed } from '@/lib/feeds/queries'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { allPostsFeedAlternates } from '@/lib/request/feed-metadata'

type Props = PageProps<'/guest/[locale]/explore'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setGuestLocale((await params).locale)
  const t = await getTranslations('explore')
  return { title: t('title'), alternates: allPostsFeedAlternates() }
}

export default async function GuestExplorePage({ params }: Props) {
  setGuestLocale((await params).locale)
  return <ExploreScreen page={await exploreFeed(null, null, env.POSTS_PER_PAGE)} List={StaticPostList} />
}
