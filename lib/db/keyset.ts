import type { Cursor } from '../page'
import { Prisma } from './db'

/** The parts of a query with keyset pagination. */
export type Keyset = {
  /** The condition for the rows beyond the cursor; true for every row without a cursor. */
  after: Prisma.Sql
  /** The list of ORDER BY. */
  orderBy: Prisma.Sql
  /** ASC or DESC. */
  direction: Prisma.Sql
  /** Compares a time with that of the last row of a page: >= or <=. */
  upTo: Prisma.Sql
  /** A time that no row lies beyond. */
  end: Date
}

// Years that the time formats of both engines can hold and sort.
export const minTime = new Date('0001-01-01T00:00:00Z')
export const maxTime = new Date('9999-12-31T23:59:59Z')

/**
 * The SQL of keyset pagination over a time and an id: newest first, or oldest first for a cursor that goes newer.
 * `toPage` makes a page of the rows.
 * @param time the column of the time
 * @param id the column that orders rows of the same time
 */
export function keysetSql(cursor: Cursor<number | string> | null, time: Prisma.Sql, id: Prisma.Sql): Keyset {
  const isNewer = cursor?.direction === 'newer'
  const direction = isNewer ? Prisma.sql`ASC` : Prisma.sql`DESC`
  const next = isNewer ? Prisma.sql`>` : Prisma.sql`<`
  return {
    after: cursor ? Prisma.sql`(${time}, ${id}) ${next} (${cursor.at}, ${cursor.id})` : Prisma.sql`1 = 1`,
    orderBy: Prisma.sql`${time} ${direction}, ${id} ${direction}`,
    direction,
    upTo: isNewer ? Prisma.sql`<=` : Prisma.sql`>=`,
    end: isNewer ? maxTime : minTime,
  }
}
