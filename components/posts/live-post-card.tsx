'use client'

import type { PostItem } from '@/lib/posts/view'
import { EditInPlace } from './edit-in-place'
import { PostCard, type PostTexts } from './post-card'
import { usePost } from './post-changes'
import { postEdits } from './post-edits'

type Props = { post: PostItem; text: PostTexts; whole?: boolean }

/** A post that shows the changes of this page, likes, bookmarks and newer versions, and can be edited in place. */
export function LivePostCard({ post, ...rest }: Props) {
  const edit = postEdits.useChange(post.id)
  const editor = edit && <EditInPlace post={post} edit={edit} />
  return <PostCard post={usePost(post)} {...rest} isMember editor={editor} />
}
