'use client'

import type { PostItem } from '@/lib/posts/view'
import { PostCard, type PostTexts } from './post-card'
import { usePost } from './post-changes'

type Props = { post: PostItem; text: PostTexts; whole?: boolean }

/** A post that shows the changes of this page: likes, bookmarks and newer versions. */
export function LivePostCard({ post, ...rest }: Props) {
  return <PostCard post={usePost(post)} {...rest} isMember />
}
