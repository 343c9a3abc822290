import type { Metadata } from 'next'
import { profileMetadata, renderProfile } from '@/app/profile'
import { PostList } from '@/components/posts/post-list'
import { StaticPostList } from '@/components/posts/static-post-list'
import { parseCursor } from '@/lib/page'
import { getViewer } from '@/lib/request/viewer'

type Props = PageProps<'/users/[username]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return profileMetadata('posts', await getViewer(), (await params).username)
}

export default async function ProfilePage({ params, searchParams }: Props) {
  const [{ username }, search, viewer] = await Promise.all([params, searchParams, getViewer()])
  return renderProfile('posts', viewer, username, parseCursor(search), viewer ? PostList : StaticPostList)
}
