import { sortKeyLimit } from '../text/search-row'
import { z } from '../zod'
import { isSearchable, parseQuery } from './parse-query'

/** A search to save, or a saved search to delete. */
export const savedSearchInput = z.object({
  q: z
    .string({ error: 'invalid' })
    .transform(parseQuery)
    .refine(isSearchable, 'invalid')
    .transform(({ text }) => text),
})

const page = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .transform(Number)
  .catch(1)

const sortKey = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform(BigInt)
  .refine((key) => key < sortKeyLimit)
  .nullable()
  .catch(null)

/** The order of the results, and the start of the page. */
export type SearchCursor =
  | { sort: 'relevance'; page: number }
  | { sort: 'newest'; sortKey: bigint | null; direction: 'older' | 'newer' }

/** `sort`, `page`, `before` and `after` of a URL. Invalid values lead to the first page. */
export const searchCursorParams = z
  .object({
    sort: z.enum(['relevance', 'newest']).catch('relevance'),
    page,
    before: sortKey,
    after: sortKey,
  })
  .transform(({ sort, page, before, after }): SearchCursor => {
    if (sort === 'relevance') return { sort, page }
    if (before !== null) return { sort, sortKey: before, direction: 'older' }
    return { sort, sortKey: after, direction: 'newer' }
  })
