import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { cache } from 'react'
import { FollowsScreen } from '@/components/follows/follows-screen'
import { env } from '@/lib/env'
import { listFollowing } from '@/lib/follows/queries'
import { getUser } from '@/lib/users/queries'
import { nameOf } from '@/lib/users/view'

type Props = { params: Promise<{ locale: string; username: string }> }

const load = cache(async (username: string) => (await getUser(null, username)) ?? notFound())

export const generateStaticParams = () => []

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, username } = await params
  setRequestLocale(locale)
  const t = await getTranslations('follows')
  return { title: t('followingTitle', { name: nameOf(await load(username)) }) }
}

export default async function GuestFollowingPage({ params }: Props) {
  const { locale, username } = await params
  setRequestLocale(locale)
  const user = await load(username)
  const page = await listFollowing(null, user.id, null, env.POSTS_PER_PAGE)
  return <FollowsScreen user={user} kind="following" page={page} viewer={null} />
}
