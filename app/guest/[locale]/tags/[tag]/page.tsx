import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { StaticPostList } from '@/components/posts/static-post-list'
import { TagScreen } from '@/components/posts/tag-screen'
import { env } from '@/lib/env'
import { tagFeed } from '@/lib/feeds/queries'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { tagFeedAlternates } from '@/lib/request/feed-metadata'
import { decodeSegment } from '@/lib/request/search-params'
import { tagShareMetadata } from '@/lib/request/share-metadata'
import { normalizeTag } from '@/lib/text/normalize-tag'

type Props = PageProps<'/guest/[locale]/tags/[tag]'>

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, tag: segment } = await params
  setGuestLocale(locale)
  const t = await getTranslations('tag')
  const tag = decodeSegment(segment)
  const normal = normalizeTag(tag)
  return {
    title: t('title', { tag }),
    alternates: tagFeedAlternates(normal),
    ...tagShareMetadata(normal, t('lead')),
  }
}

export default async function GuestTagPage({ params }: Props) {
  const { locale, tag: segment } = await params
  setGuestLocale(locale)
  const tag = normalizeTag(decodeSegment(segment))
  const page = await tagFeed(null, tag, null, env.POSTS_PER_PAGE)
  return <TagScreen tag={tag} page={page} isGuest List={StaticPostList} />
}
