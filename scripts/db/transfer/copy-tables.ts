import type { Connection } from '../../../lib/db/connection'
import type { Progress } from '../../cli/progress-bar'
import { deferConstraints, findConstraintsToDefer, restoreConstraints } from './deferred-constraints'
import { describeTables, type Layout, sameTable } from './layout'
import { emptyTables, lockTables } from './lock-tables'
import { countRows, type RowCounts, rejectRows, totalRows } from './row-counts'
import { readRows, rowWriter } from './rows'
import { raiseSequences, readSequences } from './sequences'

type CopyOptions = {
  /** Deletes the rows of the target first; without it a target with rows is rejected. */
  replace?: boolean
  /** Runs once other writers are locked out and before any row is deleted. */
  beforeReplacing?: (() => Promise<unknown>) | undefined
  onProgress?: Progress | undefined
}

/**
 * Copies all rows and sequences between two databases with the same tables. The source is read in one snapshot; the
 * target receives everything in one transaction, or nothing. During the copy the target can be read, and writes wait.
 * @returns the number of copied rows of each table
 * @throws Error in one sentence when the tables differ or the target has rows
 */
export async function copyTables(
  source: Connection,
  target: Connection,
  { replace = false, beforeReplacing, onProgress }: CopyOptions = {},
): Promise<RowCounts> {
  return source.transaction('read', async () => {
    await setTextFormats(source)
    const from = await describeTables(source)
    const counts = await countRows(source, from)
    return target.transaction('write', async () => {
      await setTextFormats(target)
      const to = await describeTables(target)
      rejectDifference(from, to)
      await lockTables(target, to)
      await beforeReplacing?.()
      if (replace) await emptyTables(target, to)
      else await rejectRows(target, to)
      const constraints = await findConstraintsToDefer(source, target, to)
      await deferConstraints(target, constraints)
      await copyRows(source, target, from, to, (done) => onProgress?.(done, totalRows(counts)))
      await raiseSequences(target, await readSequences(source))
      await restoreConstraints(target, constraints)
      await verifyCounts(target, to, counts)
      return counts
    })
  })
}

/** PostgreSQL formats text according to its settings; values.ts parses the formats set here. */
async function setTextFormats(connection: Connection): Promise<void> {
  if (connection.engine === 'postgresql')
    await connection.execute(
      `SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex';
       SET LOCAL extra_float_digits = 1`,
    )
}

function rejectDifference(from: Layout, to: Layout): void {
  const columnsOf = ({ tables }: Layout) =>
    tables.flatMap((table) => table.columns.map(({ name }) => `${table.name}.${name}`))
  const [source, target] = [columnsOf(from), columnsOf(to)]
  const different =
    source.find((column) => !target.includes(column)) ?? target.find((column) => !source.includes(column))
  if (different)
    throw new Error(
      `Only one of the two databases has the column ${different}: npm run db -- check tells why.`,
    )
}

async function copyRows(
  source: Connection,
  target: Connection,
  from: Layout,
  to: Layout,
  onRows: (done: number) => void,
): Promise<void> {
  let done = 0
  // In the order of the target, whose foreign keys must hold.
  for (const table of to.tables) {
    const write = rowWriter(source, target, table)
    for await (const batch of readRows(source, sameTable(from, table))) {
      await write(batch)
      done += batch.length
      onRows(done)
    }
  }
}

async function verifyCounts(target: Connection, layout: Layout, expected: RowCounts): Promise<void> {
  const actual = await countRows(target, layout)
  const wrong = Object.keys(expected).find((name) => actual[name] !== expected[name])
  if (wrong)
    throw new Error(
      `${wrong} has ${actual[wrong]} rows after copying ${expected[wrong]}: everything was rolled back.`,
    )
}
