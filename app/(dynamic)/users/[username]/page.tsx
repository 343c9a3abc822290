import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { PostList } from '@/components/posts/post-list'
import { StaticPostList } from '@/components/posts/static-post-list'
import { ProfileScreen } from '@/components/profiles/profile-screen'
import { getRelation } from '@/lib/blocks/queries'
import { env } from '@/lib/env'
import { profileFeed } from '@/lib/feeds/queries'
import { parseCursor } from '@/lib/page'
import { getViewer } from '@/lib/request/viewer'
import { getUser } from '@/lib/users/queries'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/users/[username]'>

const load = cache(async (username: string) => (await getUser(await getViewer(), username)) ?? notFound())

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: nameOf(await load((await params).username)) }
}

export default async function ProfilePage({ params, searchParams }: Props) {
  const [viewer, user] = await Promise.all([getViewer(), load((await params).username)])
  const cursor = parseCursor(await searchParams)
  const [page, relation] = await Promise.all([
    profileFeed(viewer, user.id, cursor, env.POSTS_PER_PAGE),
    getRelation(viewer, user.id),
  ])
  return (
    <ProfileScreen
      user={user}
      page={page}
      viewer={viewer}
      relation={relation}
      List={viewer ? PostList : StaticPostList}
    />
  )
}
