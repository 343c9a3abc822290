import { postId } from '../posts/schema'
import { z } from '../zod'

/** The pressed button says what to do with which post; anything else is simply no post. */
export const likeInput = z.object({
  like: postId.optional().catch(undefined),
  unlike: postId.optional().catch(undefined),
})
