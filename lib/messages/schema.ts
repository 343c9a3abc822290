import { freeText, otherUsername, rowId, submissionKey } from '../text/fields'
import { z } from '../zod'

/** The id of a message in a form; absent when it is malformed. */
const messageId = rowId.optional().catch(undefined)

/** @param max code points: the setting MESSAGE_MAX_LENGTH, which only the server reads */
export function newMessageInput(max: number) {
  return z.object({
    to: otherUsername,
    body: freeText('message', max, { required: true }),
    submission: submissionKey,
    /** The last message that the page showed above the form. Replying marks it and those before it as read. */
    seen: messageId,
  })
}
export type NewMessage = Pick<z.infer<ReturnType<typeof newMessageInput>>, 'to' | 'body' | 'submission'>

export const markThreadReadInput = z.object({ partner: otherUsername, seen: messageId })
