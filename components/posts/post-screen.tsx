import { useTranslations } from 'next-intl'
import type { PostView } from '@/lib/posts/view'
import { PostCard } from './post-card'
import { DeleteConfirmation, usePostTexts } from './post-list'

/** A post on its own page. */
export function PostScreen({ post }: { post: PostView }) {
  const t = useTranslations('post')
  return (
    <>
      <h1 className="sr-only">{t('conversation')}</h1>
      <div className="rounded-xl border border-line bg-card">
        <PostCard post={post} text={usePostTexts()} />
      </div>
      {post.own && <DeleteConfirmation />}
    </>
  )
}
