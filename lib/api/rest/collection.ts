import { uncached } from './errors'

/** A page of a collection, by number. */
export type PageNumber = { page: number; perPage: number }

const perPageDefault = 10
const perPageMax = 100

/** Reads `page` and `per_page`. Values below 1 and others than whole numbers become the defaults. */
export function readPageNumber(url: string): PageNumber {
  const params = new URL(url).searchParams
  const perPage = Math.min(positive(params.get('per_page')) ?? perPageDefault, perPageMax)
  return { page: positive(params.get('page')) ?? 1, perPage }
}

function positive(text: string | null): number | null {
  const number = /^\d+$/.test(text ?? '') ? Number(text) : 0
  return number >= 1 ? Math.min(number, 1_000_000_000) : null
}

export type Collection<Item> = {
  items: Item[]
  _meta: { page: number; per_page: number; total_pages: number; total_items: number }
  _links: { self: string; next: string | null; prev: string | null }
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
  path: string,
  { page, perPage }: PageNumber,
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
  return Response.json(collection, { headers: uncached })
}
