import { freeText } from '../text/fields'
import { z } from '../zod'

/** The body of a post, up to `max` code points. The setting POST_MAX_LENGTH is the server's to read. */
export const postBody = (max: number) => freeText('body', max, { required: true })

/** The id of a post in an address or a form. */
export const postId = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1)

export const newPostInput = (max: number) =>
  z.object({
    body: postBody(max),
    /** Random, made with the form: sending the form twice makes one post. */
    submission: z
      .string()
      .regex(/^[A-Za-z0-9_-]{8,64}$/)
      .optional()
      .catch(undefined),
    /** The post that it answers. Nonsense is an answer to nothing that exists, and never a post of its own. */
    replyTo: z
      .unknown()
      .transform((value) => (value === undefined ? undefined : (postId.safeParse(value).data ?? 0)))
      .optional(),
  })
export type NewPost = z.infer<ReturnType<typeof newPostInput>>

export const editPostInput = (max: number) => z.object({ id: postId.catch(0), body: postBody(max) })
export type EditPost = z.infer<ReturnType<typeof editPostInput>>

export const deletePostInput = z.object({ id: postId.catch(0) })
