import type { Viewer } from '../viewer'

/** Only who wrote a post may change or delete it. */
export const canChangePost = (viewer: Viewer | null, post: { authorId: number }): boolean =>
  viewer?.id === post.authorId
