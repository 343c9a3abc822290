import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { Answers } from '@/components/posts/answers'
import { PostScreen } from '@/components/posts/post-screen'
import { getPost } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { excerpt } from '@/lib/text/code-points'
import { nameOf } from '@/lib/users/view'
import { getViewer } from '@/lib/viewer'

type Props = { params: Promise<{ id: string }> }

const load = cache(async (id: string) => {
  const parsed = postId.safeParse(id)
  return (parsed.success && (await getPost(await getViewer(), parsed.data))) || notFound()
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, post] = await Promise.all([getTranslations('post'), load((await params).id)])
  return { title: t('title', { name: nameOf(post.author), excerpt: excerpt(post.body, 60) }) }
}

export default async function PostPage({ params }: Props) {
  const post = await load((await params).id)
  return (
    <>
      <PostScreen post={post} />
      <Answers post={post} member />
    </>
  )
}
