import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { StaticUserList } from '@/components/follows/static-user-list'
import { UserList } from '@/components/follows/user-list'
import { LikesScreen } from '@/components/likes/likes-screen'
import { env } from '@/lib/env'
import { listLikers } from '@/lib/likes/queries'
import { parseCursor } from '@/lib/page'
import { getPost } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { getViewer } from '@/lib/request/viewer'
import { excerpt } from '@/lib/text/code-points'
import { nameOf } from '@/lib/users/view'

type Props = PageProps<'/posts/[id]/likes'>

const load = cache(async (id: string) => {
  const parsed = postId.safeParse(id)
  return (parsed.success && (await getPost(await getViewer(), parsed.data))) || notFound()
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, post] = await Promise.all([getTranslations('likes'), load((await params).id)])
  return { title: t('titleOf', { name: nameOf(post.author), excerpt: excerpt(post.body, 60) }) }
}

export default async function LikesPage({ params, searchParams }: Props) {
  const [viewer, post] = await Promise.all([getViewer(), load((await params).id)])
  const page = await listLikers(viewer, post.id, parseCursor(await searchParams), env.POSTS_PER_PAGE)
  return <LikesScreen post={post} page={page} List={viewer ? UserList : StaticUserList} />
}
