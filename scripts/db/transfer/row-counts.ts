import { type Connection, quoteIdentifier } from '../../../lib/db/connection'
import { type Layout, tableNames } from './layout'

/** The number of rows of each table. */
export type RowCounts = Record<string, number>

/** Counts the rows of all tables, in the order of their names. */
export async function countRows(connection: Connection, layout: Layout): Promise<RowCounts> {
  const counts: RowCounts = {}
  for (const name of tableNames(layout).sort()) {
    const [row] = await connection.rows<{ rows: number | string }>(
      `SELECT COUNT(*) AS rows FROM ${quoteIdentifier(name)}`,
    )
    counts[name] = Number(row?.rows)
  }
  return counts
}

/** The number of rows of all tables together. */
export function totalRows(counts: RowCounts): number {
  return Object.values(counts).reduce((total, rows) => total + rows, 0)
}

/** @throws Error in one sentence when any table has a row */
export async function rejectRows(target: Connection, layout: Layout): Promise<void> {
  const filled = Object.entries(await countRows(target, layout)).find(([, rows]) => rows > 0)
  if (filled)
    throw new Error(
      `The target is not empty (${filled[0]} has ${filled[1]} rows): name an empty database, or empty it with npm run db -- reset.`,
    )
}
