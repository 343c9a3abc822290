import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { HistoryScreen } from '@/components/posts/history-screen'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { getHistory } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/guest/[locale]/posts/[id]/history'>

const load = cache(async (text: string) => {
  const id = postId.safeParse(text).data ?? notFound()
  return (await getHistory(null, id)) ?? notFound()
})

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params
  setGuestLocale(locale)
  const [t, { post }] = await Promise.all([getTranslations('history'), load(id)])
  return { title: t('metaTitle', { name: nameOf(post.author) }) }
}

export default async function GuestHistoryPage({ params }: Props) {
  const { locale, id } = await params
  setGuestLocale(locale)
  return <HistoryScreen {...(await load(id))} />
}
