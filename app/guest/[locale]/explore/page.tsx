import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { ExploreScreen } from '@/components/posts/explore-screen'
import { env } from '@/lib/env'
import { exploreFeed } from '@/lib/feeds/queries'

type Props = PageProps<'/guest/[locale]/explore'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setRequestLocale((await params).locale)
  const t = await getTranslations('explore')
  return { title: t('title') }
}

export default async function GuestExplorePage({ params }: Props) {
  setRequestLocale((await params).locale)
  return <ExploreScreen page={await exploreFeed(null, null, env.POSTS_PER_PAGE)} viewerId={null} />
}
