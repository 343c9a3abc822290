import { type Cursor, type Page, parsePosition } from '../../page'
import { z } from '../../zod'
import { respondWithJson } from './respond'

const limitDefault = 20
const limitMax = 100

const position = z
  .string()
  .refine((text) => parsePosition(text) !== null, 'Use the links next and prev of the list.')

/** The query of a list. `before` and `after` are positions that only the links of a list contain. */
export const listQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limitMax)
    .default(limitDefault)
    .meta({ description: 'Items of a page.' }),
  before: position.optional().meta({
    description: 'Continues with older items. Use the links `next` and `prev`.',
    examples: ['1795771800000-7'],
  }),
  after: position.optional().meta({
    description: 'Continues with newer items. Use the links `next` and `prev`.',
    examples: ['1795771800000-7'],
  }),
})
export type ListQuery = z.output<typeof listQuery>

/** The JSON of a list. */
export function listJson<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), _links: listLinks })
}

const listLinks = z
  .object({
    self: z.string(),
    next: z.string().nullable().meta({ description: 'The next page; null at the end.' }),
    prev: z.string().nullable().meta({ description: 'The previous page; null at the beginning.' }),
  })
  .meta({
    id: 'ListLinks',
    examples: [
      {
        self: '/api/timelines/home?limit=20',
        next: '/api/timelines/home?limit=20&before=1795771800000-7',
        prev: null,
      },
    ],
  })

/** The place in a list from which a page is read; null for the first page. */
export function cursorOf({ before, after }: ListQuery): Cursor | null {
  const older = parsePosition(before)
  if (older) return { ...older, direction: 'older' }
  const newer = parsePosition(after)
  return newer && { ...newer, direction: 'newer' }
}

/**
 * Responds with a page of a list. The links are in the body and in the header Link (RFC 8288).
 * @param path of the list, without its query
 * @param more parameters that every link keeps
 * @param fields of the body besides items and links
 */
export function respondWithPage<Item>(
  request: Request,
  path: string,
  query: Pick<ListQuery, 'limit'>,
  { items, older, newer }: Page<Item>,
  more: Record<string, string> = {},
  fields: object = {},
): Response {
  const link = (position: string | null) => {
    if (position === null) return null
    const params = new URLSearchParams({ ...more, limit: String(query.limit) })
    for (const [name, value] of new URLSearchParams(position)) params.set(name, value)
    return `${path}?${params}`
  }
  const links = { self: path + new URL(request.url).search, next: link(older), prev: link(newer) }
  const header = [
    links.next === null ? '' : `<${links.next}>; rel="next"`,
    links.prev === null ? '' : `<${links.prev}>; rel="prev"`,
  ].filter(Boolean)
  return respondWithJson(
    request,
    { ...fields, items, _links: links },
    header.length > 0 ? { headers: { Link: header.join(', ') } } : {},
  )
}
