/** A position in a list ordered by (createdAt, id), newest first, and the direction in which the next page lies. */
export type Cursor<Id = number> = { at: Date; id: Id; direction: 'older' | 'newer' }

/** The place of a row in such a list. */
export type Position<Id = number> = Pick<Cursor<Id>, 'at' | 'id'>

/** Parses the id of a row; null for a malformed one. */
type IdParser<Id> = (text: string) => Id | null

/** One page of a list. `older` and `newer` are query strings; null when there are no more rows in that direction. */
export type Page<T> = { items: T[]; older: string | null; newer: string | null }

const pattern = /^(\d{1,15})-([\da-f-]{1,36})$/

const parseRowId: IdParser<number> = (text) =>
  /^\d{1,15}$/.test(text) && Number(text) <= 2 ** 31 - 1 ? Number(text) : null

type Params = Record<string, string | string[] | undefined>

/**
 * Parses the search parameter `before` or `after`.
 * @param parseId for lists whose ids are not those of rows with numbers
 * @returns null for a missing or malformed cursor: the request gets the first page
 */
export function parseCursor(params: Params): Cursor | null
export function parseCursor<Id>(params: Params, parseId: IdParser<Id>): Cursor<Id> | null
export function parseCursor(params: Params, parseId: IdParser<unknown> = parseRowId): Cursor<unknown> | null {
  const before = parsePosition(params.before, parseId)
  if (before) return { ...before, direction: 'older' }
  const after = parsePosition(params.after, parseId)
  return after && { ...after, direction: 'newer' }
}

/**
 * Parses the position of a row, the value of `before` or `after`.
 * @returns null when it is missing or malformed
 */
export function parsePosition(value: string | string[] | undefined): Position | null
export function parsePosition<Id>(
  value: string | string[] | undefined,
  parseId: IdParser<Id>,
): Position<Id> | null
export function parsePosition(
  value: string | string[] | undefined,
  parseId: IdParser<unknown> = parseRowId,
): Position<unknown> | null {
  const match = typeof value === 'string' ? pattern.exec(value) : null
  if (!match) return null
  const at = new Date(Number(match[1]))
  const id = parseId(match[2] ?? '')
  const isInRange = !Number.isNaN(at.getTime()) && at.getUTCFullYear() <= 9999
  return isInRange && id !== null ? { at, id } : null
}

type SortedRow = { createdAt: Date; id: number | string }

/** The position of a row, as the value of `before` or `after`. */
export function formatCursor(row: SortedRow): string {
  return `${row.createdAt.getTime()}-${row.id}`
}

/**
 * Makes a page of the rows of a query that read up to `size + 1` of them: the last one shows whether there are more.
 * @param rows newest first without a cursor or when it goes older, oldest first when it goes newer
 */
export function toPage<R extends SortedRow, T>(
  rows: R[],
  size: number,
  cursor: Cursor<R['id']> | null,
  view: (row: R) => T,
): Page<T> {
  const hasMore = rows.length > size
  const shown = rows.slice(0, size)
  const isNewer = cursor?.direction === 'newer'
  if (isNewer) shown.reverse()
  const first = shown[0]
  const last = shown.at(-1)
  const hasOlder = isNewer || hasMore
  const hasNewer = isNewer ? hasMore : cursor !== null
  return {
    items: shown.map(view),
    older: hasOlder ? (last ? `?before=${formatCursor(last)}` : '?') : null,
    newer: hasNewer ? (first ? `?after=${formatCursor(first)}` : '?') : null,
  }
}

/** A page with other items. */
export function mapPage<T, U>(page: Page<T>, map: (item: T) => U): Page<U> {
  return { ...page, items: page.items.map(map) }
}
