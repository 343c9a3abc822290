import { freeText, rowId, submissionKey } from '../text/fields'
import { z } from '../zod'

/** @param max code points: the setting POST_MAX_LENGTH, which only the server reads */
export function postBody(max: number) {
  return freeText('body', max, { required: true })
}

/** The id of a post in an address or a form. */
export const postId = rowId

export function newPostInput(max: number) {
  return z.object({
    body: postBody(max),
    submission: submissionKey,
    /** The post that it replies to. A malformed id becomes 0, which no post has: a reply never begins a conversation. */
    replyTo: z
      .unknown()
      .transform((value) => (value === undefined ? undefined : (postId.safeParse(value).data ?? 0)))
      .optional(),
  })
}
export type NewPost = z.infer<ReturnType<typeof newPostInput>>

export function editPostInput(max: number) {
  return z.object({ id: postId.catch(0), body: postBody(max) })
}
export type EditPost = z.infer<ReturnType<typeof editPostInput>>
