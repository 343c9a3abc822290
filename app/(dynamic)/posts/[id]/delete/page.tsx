import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DeletePostForm } from '@/components/posts/delete-post-form'
import { PostScreen } from '@/components/posts/post-screen'
import { PageHeading } from '@/components/ui/card'
import { canChangePost } from '@/lib/posts/policy'
import { getPost } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations()
  return { title: t('post.deleteTitle') }
}

export default async function DeletePostPage({ params }: PageProps<'/posts/[id]/delete'>) {
  const id = postId.safeParse((await params).id).data ?? notFound()
  const viewer = await requireViewer(`/posts/${id}/delete`)
  const [post, t] = await Promise.all([getPost(viewer, id), getTranslations()])
  if (!post) notFound()
  if (!canChangePost(viewer, { authorId: post.author.id })) redirect('/forbidden')
  return (
    <>
      <PageHeading title={t('post.deleteTitle')}>{t('post.deleteLead')}</PageHeading>
      <DeletePostForm
        id={id}
        text={{ confirm: t('post.delete'), cancel: t('post.cancelDelete'), success: t('flash.postDeleted') }}
      />
      <PostScreen post={{ ...post, own: false }} />
    </>
  )
}
