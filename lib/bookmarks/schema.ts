import { postId } from '../posts/schema'
import { z } from '../zod'

/** The button's name is the operation, and its value the id of the post. */
export const bookmarkInput = z.object({
  bookmark: postId.optional().catch(undefined),
  unbookmark: postId.optional().catch(undefined),
})
