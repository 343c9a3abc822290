import { postMaxLengthCeiling } from '../limits'
import { freeText } from '../text/fields'
import { isPlausible, type PostRecord, type ReadEntry, type ReadOptions } from './records'

const body = freeText('body', postMaxLengthCeiling, { required: true })

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

type ForeignPost = Pick<PostRecord, 'origin' | 'createdAt'> & {
  text: string
  /** The origin of the post that it replies to. */
  replyTo: string | null
}

/** The entry of a post that was published elsewhere, or why it is skipped. */
export function toEntry(
  { origin, createdAt, text, replyTo }: ForeignPost,
  order: number,
  { importedAt }: ReadOptions,
): ReadEntry {
  if (!isPlausible(createdAt, importedAt)) return { skip: 'date' }
  const parsed = body.safeParse(text.replace(/\r\n?/g, '\n').replace(controls, '').toWellFormed())
  if (!parsed.success)
    return {
      skip: parsed.error.issues.some(({ message }) => message === 'body.tooLong') ? 'tooLong' : 'empty',
    }
  const record: PostRecord = {
    ...{ type: 'post', origin, original: null, body: parsed.data, createdAt, editedAt: null, history: [] },
    replyTo: replyTo === null ? null : { origin: replyTo, id: null },
  }
  return { record, order }
}
