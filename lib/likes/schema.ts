import { postId } from '../posts/schema'
import { z } from '../zod'

/** The button's name is the operation, and its value the id of the post. */
export const likeInput = z.object({
  like: postId.optional().catch(undefined),
  unlike: postId.optional().catch(undefined),
})
