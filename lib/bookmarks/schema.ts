import { postId } from '../posts/schema'
import { z } from '../zod'

/** The pressed button says what to do with which post; anything else is simply no post. */
export const bookmarkInput = z.object({
  bookmark: postId.optional().catch(undefined),
  unbookmark: postId.optional().catch(undefined),
})
