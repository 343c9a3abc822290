import type { Viewer } from '../viewer-type'

/** Only who wrote a post may change it. */
export const canEditPost = (viewer: Viewer | null, post: { authorId: number }): boolean =>
  viewer?.id === post.authorId

/** Only who wrote a post may delete it. */
export const canDeletePost = canEditPost
