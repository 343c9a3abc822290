import type { Metadata } from 'next'
import { followListMetadata, renderFollowList } from '@/app/follow-list'
import { StaticUserList } from '@/components/follows/static-user-list'
import { setGuestLocale } from '@/lib/i18n/guest-locale'

type Props = PageProps<'/guest/[locale]/users/[username]/followers'>

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, username } = await params
  setGuestLocale(locale)
  return followListMetadata('followers', null, username)
}

export default async function GuestFollowersPage({ params }: Props) {
  const { locale, username } = await params
  setGuestLocale(locale)
  return renderFollowList('followers', null, username, null, StaticUserList)
}
