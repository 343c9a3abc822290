import type { Metadata } from 'next'
import { followListMetadata, renderFollowList } from '@/app/follow-list'
import { StaticUserList } from '@/components/follows/static-user-list'
import { UserList } from '@/components/follows/user-list'
import { parseCursor } from '@/lib/page'
import { getViewer } from '@/lib/request/viewer'

type Props = PageProps<'/users/[username]/followers'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return followListMetadata('followers', await getViewer(), (await params).username)
}

export default async function FollowersPage({ params, searchParams }: Props) {
  const cursor = parseCursor(await searchParams)
  const viewer = await getViewer()
  return renderFollowList(
    'followers',
    viewer,
    (await params).username,
    cursor,
    viewer ? UserList : StaticUserList,
  )
}
