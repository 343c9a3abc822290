import type { Metadata } from 'next'
import { followListMetadata, renderFollowList } from '@/app/follow-list'
import { StaticUserList } from '@/components/follows/static-user-list'
import { setGuestLocale } from '@/lib/i18n/guest-locale'

type Props = PageProps<'/guest/[locale]/users/[username]/following'>

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, username } = await params
  setGuestLocale(locale)
  return followListMetadata('following', null, username)
}

export default async function GuestFollowingPage({ params }: Props) {
  const { locale, username } = await params
  setGuestLocale(locale)
  return renderFollowList('following', null, username, null, StaticUserList)
}
