import { z } from '../../zod'
import { respondWithJson } from './respond'

const perPageDefault = 10
const perPageMax = 100

/** The query of a collection. Values below 1 and others than whole numbers become the defaults. */
export const pageNumberQuery = z.object({
  page: z
    .string()
    .optional()
    .transform((text) => positive(text) ?? 1)
    .meta({
      description: 'The number of the page. Defaults to 1 when absent or not a positive integer.',
      type: 'integer',
      minimum: 1,
      default: 1,
    }),
  per_page: z
    .string()
    .optional()
    .transform((text) => Math.min(positive(text) ?? perPageDefault, perPageMax))
    .meta({
      description: `Items per page, at most ${perPageMax}. Defaults to ${perPageDefault} when absent or not a positive integer.`,
      type: 'integer',
      minimum: 1,
      maximum: perPageMax,
      default: perPageDefault,
    }),
})

function positive(text: string | undefined): number | null {
  const number = /^\d+$/.test(text ?? '') ? Number(text) : 0
  return number >= 1 ? Math.min(number, 1_000_000_000) : null
}

/** A page of a collection, by number. */
export type PageNumber = z.output<typeof pageNumberQuery>

const collectionMeta = z
  .object({ page: z.int(), per_page: z.int(), total_pages: z.int(), total_items: z.int() })
  .meta({
    id: 'CollectionMeta',
    examples: [{ page: 1, per_page: 10, total_pages: 2, total_items: 12 }],
  })

const collectionLinks = z
  .object({ self: z.string(), next: z.string().nullable(), prev: z.string().nullable() })
  .meta({
    id: 'CollectionLinks',
    examples: [
      {
        self: '/api/users?page=1&per_page=10',
        next: '/api/users?page=2&per_page=10',
        prev: null,
      },
    ],
  })

/** The JSON of a collection. */
export function collectionJson<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), _meta: collectionMeta, _links: collectionLinks })
}

export type Collection<Item> = {
  items: Item[]
  _meta: z.output<typeof collectionMeta>
  _links: z.output<typeof collectionLinks>
}

/** Reads the rows from `offset` on. */
type ReadRows<Item> = (limit: number, offset: number) => Promise<Item[]>

/**
 * Responds with a page of a collection.
 * @param path of the collection
 * @param total number of items on all pages
 * @param read is not called for a page after the last one
 */
export async function respondWithCollection<Item>(
  request: Request,
  path: string,
  { page, per_page: perPage }: PageNumber,
  total: number,
  read: ReadRows<Item>,
): Promise<Response> {
  const pages = Math.ceil(total / perPage)
  const link = (number: number) => `${path}?page=${number}&per_page=${perPage}`
  const previous = Math.min(page - 1, pages)
  const collection: Collection<Item> = {
    items: page > pages ? [] : await read(perPage, (page - 1) * perPage),
    _meta: { page, per_page: perPage, total_pages: pages, total_items: total },
    _links: {
      self: link(page),
      next: page < pages ? link(page + 1) : null,
      prev: previous >= 1 ? link(previous) : null,
    },
  }
  return respondWithJson(request, collection)
}
