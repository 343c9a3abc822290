import { type Connection, quoteIdentifier } from '../../../lib/db/connection'
import { keyOf, type Layout, type Reference } from './layout'

/**
 * Finds the foreign keys that the order of inserts cannot satisfy. None on SQLite, which checks them before the commit.
 * Deferring one blocks readers of its table; so a table that references itself is left out while every row references
 * an earlier one.
 */
export async function findConstraintsToDefer(
  source: Connection,
  target: Connection,
  to: Layout,
): Promise<Reference[]> {
  if (target.engine === 'sqlite') return []
  const found: Reference[] = []
  for (const reference of to.circular)
    if (!(await referencesEarlierRowsOnly(source, to, reference))) found.push(reference)
  return found
}

async function referencesEarlierRowsOnly(
  source: Connection,
  { tables }: Layout,
  { child, parent, column, parentColumn }: Reference,
): Promise<boolean> {
  const table = tables.find(({ name }) => name === child)
  const [key, ...more] = table ? keyOf(table) : []
  // Rows are read in the order of their key.
  if (child !== parent || !column || more.length > 0) return false
  if (key?.name !== parentColumn || key.kind !== 'integer') return false
  const laterRows = await source.rows(
    `SELECT 1 FROM ${quoteIdentifier(child)} WHERE ${quoteIdentifier(column)} > ${quoteIdentifier(key.name)} LIMIT 1`,
  )
  return laterRows.length === 0
}

/** Makes foreign keys deferred until the end of the transaction. */
export async function deferConstraints(target: Connection, references: Reference[]): Promise<void> {
  for (const { child, name } of references)
    await target.execute(
      `ALTER TABLE ${quoteIdentifier(child)} ALTER CONSTRAINT ${quoteIdentifier(name)} DEFERRABLE INITIALLY DEFERRED`,
    )
}

/** Checks the deferred foreign keys and makes them immediate again. */
export async function restoreConstraints(target: Connection, references: Reference[]): Promise<void> {
  if (references.length === 0) return
  await target.execute('SET CONSTRAINTS ALL IMMEDIATE')
  for (const { child, name } of references)
    await target.execute(
      `ALTER TABLE ${quoteIdentifier(child)} ALTER CONSTRAINT ${quoteIdentifier(name)} NOT DEFERRABLE`,
    )
}
