import { type PostView, toPostItem } from '@/lib/posts/view'
import { PostCard } from './post-card'
import { usePostTexts } from './post-texts'

/** A single post. */
export function PostScreen({ post }: { post: PostView }) {
  return (
    <div className="list">
      <PostCard post={toPostItem(post)} text={usePostTexts()} whole isMember />
    </div>
  )
}
