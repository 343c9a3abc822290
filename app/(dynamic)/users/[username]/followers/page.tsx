import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { FollowsScreen } from '@/components/follows/follows-screen'
import { getRelation } from '@/lib/blocks/queries'
import { env } from '@/lib/env'
import { listFollowers } from '@/lib/follows/queries'
import { parseCursor } from '@/lib/page'
import type { SearchParams } from '@/lib/request/search-params'
import { getViewer } from '@/lib/request/viewer'
import { getUser } from '@/lib/users/queries'
import { nameOf } from '@/lib/users/view'

type Props = { params: Promise<{ username: string }>; searchParams: SearchParams }

const load = cache(async (username: string) => (await getUser(await getViewer(), username)) ?? notFound())

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, user] = await Promise.all([getTranslations('follows'), load((await params).username)])
  return { title: t('followersTitle', { name: nameOf(user) }) }
}

export default async function FollowersPage({ params, searchParams }: Props) {
  const [viewer, user] = await Promise.all([getViewer(), load((await params).username)])
  const cursor = parseCursor(await searchParams)
  const [page, relation] = await Promise.all([
    listFollowers(viewer, user.id, cursor, env.POSTS_PER_PAGE),
    getRelation(viewer, user.id),
  ])
  return <FollowsScreen user={user} kind="followers" page={page} viewer={viewer} relation={relation} />
}
