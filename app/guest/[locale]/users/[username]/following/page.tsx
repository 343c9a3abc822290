import type { Metadata } from 'next'
import { setRequestLocale } from 'next-intl/server'
import { followListMetadata, renderFollowList } from '@/app/follow-list'

type Props = PageProps<'/guest/[locale]/users/[username]/following'>

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, username } = await params
  setRequestLocale(locale)
  return followListMetadata('following', null, username)
}

export default async function GuestFollowingPage({ params }: Props) {
  const { locale, username } = await params
  setRequestLocale(locale)
  return renderFollowList('following', null, username, null)
}
