import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { setRequestLocale } from 'next-intl/server'
import { cache } from 'react'
import { ProfileScreen } from '@/components/profiles/profile-screen'
import { env } from '@/lib/env'
import { profileFeed } from '@/lib/feeds/queries'
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
  setRequestLocale(locale)
  const user = await load(username)
  return (
    <ProfileScreen
      user={user}
      page={await profileFeed(null, user.id, null, env.POSTS_PER_PAGE)}
      viewer={null}
    />
  )
}
