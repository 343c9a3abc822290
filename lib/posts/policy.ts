import type { Viewer } from '../viewer'

/** Whether the viewer may edit and delete the post: only its author may. */
export function canChangePost(viewer: Viewer | null, post: { authorId: number }): boolean {
  return viewer?.id === post.authorId
}
