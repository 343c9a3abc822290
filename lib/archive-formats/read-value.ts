import { ArchiveError } from '../zip/archive-error'
import type { z } from '../zod'
import type { JsonElement } from './json-elements'

/**
 * Validates an element of a list.
 * @param list the file and the name of the list, for errors
 * @throws ArchiveError `value` with file and place, such as `data/posts.json: posts[3].createdAt`
 */
export function readValue<Schema extends z.ZodType>(
  schema: Schema,
  { index, value }: JsonElement,
  list: string,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const path = (result.error.issues[0]?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  throw new ArchiveError('value', `${list}[${index}]${path}`)
}
