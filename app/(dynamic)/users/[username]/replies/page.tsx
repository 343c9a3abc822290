import type { Metadata } from 'next'
import { profileMetadata, renderProfile } from '@/app/profile'
import { PostList } from '@/components/posts/post-list'
import { StaticPostList } from '@/components/posts/static-post-list'
import { parseCursor } from '@/lib/page'
import { getViewer } from '@/lib/request/viewer'

type Props = PageProps<'/users/[username]/replies'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return profileMetadata('replies', await getViewer(), (await params).username)
}

export default async function ProfileRepliesPage({ params, searchParams }: Props) {
  const [{ username }, search, viewer] = await Promise.all([params, searchParams, getViewer()])
  return renderProfile('replies', viewer, username, parseCursor(search), viewer ? PostList : StaticPostList)
}
