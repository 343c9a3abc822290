import type { PostView } from '@/lib/posts/view'
import { PostCard } from './post-card'
import { usePostTexts } from './post-list'

/** A single post. */
export function PostScreen({ post }: { post: PostView }) {
  return (
    <div className="rounded-xl border border-line bg-card">
      <PostCard post={post} text={usePostTexts()} whole />
    </div>
  )
}
