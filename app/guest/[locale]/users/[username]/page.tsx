import type { Metadata } from 'next'
import { profileMetadata, renderProfile } from '@/app/profile'
import { StaticPostList } from '@/components/posts/static-post-list'
import { setGuestLocale } from '@/lib/i18n/guest-locale'

type Props = PageProps<'/guest/[locale]/users/[username]'>

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, username } = await params
  setGuestLocale(locale)
  return profileMetadata('posts', null, username)
}

export default async function GuestProfilePage({ params }: Props) {
  const { locale, username } = await params
  setGuestLocale(locale)
  return renderProfile('posts', null, username, null, StaticPostList)
}
