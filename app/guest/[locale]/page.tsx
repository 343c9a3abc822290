import type { Metadata } from 'next'
import { Welcome } from '@/components/shell/welcome'
import { env } from '@/lib/env'
import { exploreFeed } from '@/lib/feeds/queries'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { allPostsFeedAlternates } from '@/lib/request/feed-metadata'

export function generateMetadata(): Metadata {
  return { alternates: allPostsFeedAlternates() }
}

export default async function WelcomePage({ params }: PageProps<'/guest/[locale]'>) {
  setGuestLocale((await params).locale)
  return <Welcome page={await exploreFeed(null, null, env.POSTS_PER_PAGE)} />
}
