import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { StaticPostList } from '@/components/posts/static-post-list'
import { ProfileScreen } from '@/components/profiles/profile-screen'
import { env } from '@/lib/env'
import { profileFeed } from '@/lib/feeds/queries'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { getUser } from '@/lib/users/queries'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/guest/[locale]/users/[username]'>

const load = cache(async (username: string) => (await getUser(null, username)) ?? notFound())

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: nameOf(await load((await params).username)) }
}

export default async function GuestProfilePage({ params }: Props) {
  const { locale, username } = await params
  setGuestLocale(locale)
  const user = await load(username)
  return (
    <ProfileScreen
      user={user}
      page={await profileFeed(null, user.id, null, env.POSTS_PER_PAGE)}
      viewer={null}
      List={StaticPostList}
    />
  )
}
