import { freeText } from '../text/fields'
import { z } from '../zod'

/** The id of a message in a form; absent when there is none. */
const messageId = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1)
  .optional()
  .catch(undefined)

/** A name in a form or an address; nobody has one that long, nor the empty one that stands for anything else. */
const memberName = z.string().max(200).catch('')

/** A message of up to `max` code points. The setting MESSAGE_MAX_LENGTH is the server's to read. */
export const newMessageInput = (max: number) =>
  z.object({
    to: memberName,
    body: freeText('message', max, { required: true }),
    /** Random, made with the form: sending the form twice makes one message. */
    submission: z
      .string()
      .regex(/^[A-Za-z0-9_-]{8,64}$/)
      .optional()
      .catch(undefined),
    /** The last message that stood above the form: what is answered has been read. */
    seen: messageId,
  })
export type NewMessage = Pick<z.infer<ReturnType<typeof newMessageInput>>, 'to' | 'body' | 'submission'>

export const markThreadReadInput = z.object({ partner: memberName, seen: messageId })
