/** A place in a list ordered by (createdAt, id), newest first. */
export type Cursor = { at: Date; id: number; direction: 'older' | 'newer' }

/** One page of a list. `older` and `newer` are query strings, or null at that end. */
export type Page<T> = { items: T[]; older: string | null; newer: string | null }

const pattern = /^(\d{1,15})-(\d{1,15})$/

/**
 * Reads `?before=` or `?after=` of an address.
 * @returns null for a missing, malformed or foreign cursor: such a request gets the first page.
 */
export function parseCursor(params: Record<string, string | string[] | undefined>): Cursor | null {
  const before = read(params.before)
  if (before) return { ...before, direction: 'older' }
  const after = read(params.after)
  return after && { ...after, direction: 'newer' }
}

function read(value: string | string[] | undefined): { at: Date; id: number } | null {
  const match = typeof value === 'string' ? pattern.exec(value) : null
  if (!match) return null
  const at = new Date(Number(match[1]))
  const id = Number(match[2])
  const fits = !Number.isNaN(at.getTime()) && at.getUTCFullYear() <= 9999 && id <= 2 ** 31 - 1
  return fits ? { at, id } : null
}

type Placed = { createdAt: Date; id: number }

/** A row's place in a list, as addresses carry it. */
export const formatCursor = (row: Placed): string => `${row.createdAt.getTime()}-${row.id}`

/**
 * Makes a page of rows read with one more than `size`, in the order in which the query walked.
 * @param rows Newest first when the cursor goes older or is null, oldest first when it goes newer.
 */
export function toPage<R extends Placed, T>(
  rows: R[],
  size: number,
  cursor: Cursor | null,
  view: (row: R) => T,
): Page<T> {
  const more = rows.length > size
  const shown = rows.slice(0, size)
  const newer = cursor?.direction === 'newer'
  if (newer) shown.reverse()
  const first = shown[0]
  const last = shown.at(-1)
  const hasOlder = newer || more
  const hasNewer = newer ? more : cursor !== null
  return {
    items: shown.map(view),
    older: hasOlder ? (last ? `?before=${formatCursor(last)}` : '?') : null,
    newer: hasNewer ? (first ? `?after=${formatCursor(first)}` : '?') : null,
  }
}
