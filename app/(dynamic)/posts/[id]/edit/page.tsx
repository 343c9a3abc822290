import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { EditPostForm } from '@/components/posts/edit-post-form'
import { Card, PageHeading } from '@/components/ui/card'
import { canChangePost } from '@/lib/posts/policy'
import { getPost } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('post')
  return { title: t('editTitle') }
}

export default async function EditPostPage({ params }: PageProps<'/posts/[id]/edit'>) {
  const id = postId.safeParse((await params).id).data ?? notFound()
  const viewer = await requireViewer(`/posts/${id}/edit`)
  const [post, t] = await Promise.all([getPost(viewer, id), getTranslations('post')])
  if (!post) notFound()
  if (!canChangePost(viewer, { authorId: post.author.id })) redirect('/forbidden')
  return (
    <>
      <PageHeading title={t('editTitle')} />
      <Card>
        <EditPostForm viewer={viewer} post={post} />
      </Card>
    </>
  )
}
