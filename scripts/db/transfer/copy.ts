import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, quoteIdentifier } from '../../../lib/db/connection'
import type { Progress } from '../../cli/progress-bar'
import { describeTables, keyOf, type Layout, type Reference, type Table } from './layout'
import { readRows, rowWriter } from './rows'
import { raiseSequences, readSequences } from './sequences'

/** Rows of each table. */
export type RowCounts = Record<string, number>

type CopyOptions = {
  /** Empties the target's tables first; without it a target with rows is refused. */
  replace?: boolean
  /** Runs when nobody else can write any more and every row is still there. */
  beforeReplacing?: (() => Promise<unknown>) | undefined
  onProgress?: Progress | undefined
}

/**
 * Copies every row and sequence between two databases with the same tables. The source is read as it is at one
 * moment; the target gets all of it in one transaction, or nothing. While that lasts others may read the target,
 * and their writes wait.
 */
export async function copyTables(
  source: Connection,
  target: Connection,
  { replace = false, beforeReplacing, onProgress }: CopyOptions = {},
): Promise<RowCounts> {
  return source.transaction('read', async () => {
    await fixTextForms(source)
    const from = await describeTables(source)
    const counts = await countRows(source, from)
    return target.transaction('write', async () => {
      await fixTextForms(target)
      const to = await describeTables(target)
      refuseDifference(from, to)
      await lockTables(target, to)
      await beforeReplacing?.()
      if (replace) await emptyTables(target, to)
      else await refuseRows(target, to)
      const circles = await circlesOf(source, target, to)
      await postpone(target, circles)
      await copyRows(source, target, from, to, (done) => onProgress?.(done, sum(counts)))
      await raiseSequences(target, await readSequences(source))
      await endPostponing(target, circles)
      await expectCounts(target, to, counts)
      return counts
    })
  })
}

/** Rows of every table, tables in the order of their names. */
export async function countRows(connection: Connection, layout: Layout): Promise<RowCounts> {
  const counts: RowCounts = {}
  for (const name of namesOf(layout).sort()) {
    const [row] = await connection.rows<{ rows: number | string }>(
      `SELECT COUNT(*) AS rows FROM ${quoteIdentifier(name)}`,
    )
    counts[name] = Number(row?.rows)
  }
  return counts
}

export const sum = (counts: RowCounts): number =>
  Object.values(counts).reduce((total, rows) => total + rows, 0)

const namesOf = ({ tables }: Layout) => tables.map(({ name }) => name)

/** PostgreSQL writes values as text in the way that its settings say; these are what values.ts reads. */
async function fixTextForms(connection: Connection) {
  if (connection.engine === 'postgresql')
    await connection.execute(
      `SET LOCAL datestyle = 'ISO'; SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex';
       SET LOCAL extra_float_digits = 1`,
    )
}

function refuseDifference(from: Layout, to: Layout) {
  const columnsOf = ({ tables }: Layout) =>
    tables.flatMap((table) => table.columns.map(({ name }) => `${table.name}.${name}`))
  const [here, there] = [columnsOf(from), columnsOf(to)]
  const different =
    here.find((column) => !there.includes(column)) ?? there.find((column) => !here.includes(column))
  if (different)
    throw new Error(
      `Only one of the two databases has the column ${different}: npm run db -- check tells why.`,
    )
}

/** @throws Error when any table has a row */
export async function refuseRows(target: Connection, layout: Layout) {
  const filled = Object.entries(await countRows(target, layout)).find(([, rows]) => rows > 0)
  if (filled)
    throw new Error(
      `The target is not empty (${filled[0]} has ${filled[1]} rows): name an empty database, or empty it with npm run db -- reset.`,
    )
}

/**
 * From here on writers wait and readers do not. SQLite's write transaction is such a lock by itself. On PostgreSQL all
 * tables are locked at one moment or none: waiting for one while holding another would be a deadlock with a writer
 * that goes the other way, and the server might end the writer.
 */
async function lockTables(target: Connection, layout: Layout) {
  const names = namesOf(layout).map(quoteIdentifier).join(', ')
  if (target.engine === 'sqlite' || !names) return
  const deadline = Date.now() + patience
  await target.execute('SAVEPOINT unlocked')
  for (;;) {
    try {
      return await target.execute(`LOCK TABLE ${names} IN EXCLUSIVE MODE NOWAIT`)
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable) throw error
      if (Date.now() > deadline)
        throw new Error(
          'Others have been writing to the database for a minute: stop the server, then try again.',
        )
    }
    await target.execute('ROLLBACK TO SAVEPOINT unlocked')
    await sleep(5 + Math.random() * 25)
  }
}

/** Milliseconds that a copy waits for a moment in which nobody writes. */
const patience = 60_000

/** PostgreSQL's code. */
const lockNotAvailable = '55P03'

/** Children first. Not TRUNCATE, which locks out readers and shows them empty tables afterwards. */
async function emptyTables(target: Connection, layout: Layout) {
  for (const name of namesOf(layout).reverse()) await target.execute(`DELETE FROM ${quoteIdentifier(name)}`)
}

/**
 * The references that the order of the rows does not satisfy; SQLite's connection checks at the end anyway. To postpone
 * one locks readers out, so a table that points to itself is spared it while no row points to a later one.
 */
async function circlesOf(source: Connection, target: Connection, to: Layout): Promise<Reference[]> {
  if (target.engine === 'sqlite') return []
  const circles: Reference[] = []
  for (const reference of to.circular) if (!(await pointsBack(source, to, reference))) circles.push(reference)
  return circles
}

async function pointsBack(source: Connection, { tables }: Layout, reference: Reference): Promise<boolean> {
  const { child, parent, column, parentColumn } = reference
  const table = tables.find(({ name }) => name === child)
  const [key, ...more] = table ? keyOf(table) : []
  // Rows are read in the order of their key.
  if (child !== parent || !column || more.length > 0) return false
  if (key?.name !== parentColumn || key.kind !== 'integer') return false
  const ahead = await source.rows(
    `SELECT 1 FROM ${quoteIdentifier(child)} WHERE ${quoteIdentifier(column)} > ${quoteIdentifier(key.name)} LIMIT 1`,
  )
  return ahead.length === 0
}

async function postpone(target: Connection, circles: Reference[]) {
  for (const { child, name } of circles)
    await target.execute(
      `ALTER TABLE ${quoteIdentifier(child)} ALTER CONSTRAINT ${quoteIdentifier(name)} DEFERRABLE INITIALLY DEFERRED`,
    )
}

async function endPostponing(target: Connection, circles: Reference[]) {
  if (circles.length === 0) return
  await target.execute('SET CONSTRAINTS ALL IMMEDIATE')
  for (const { child, name } of circles)
    await target.execute(
      `ALTER TABLE ${quoteIdentifier(child)} ALTER CONSTRAINT ${quoteIdentifier(name)} NOT DEFERRABLE`,
    )
}

async function copyRows(
  source: Connection,
  target: Connection,
  from: Layout,
  to: Layout,
  onRows: (done: number) => void,
) {
  let done = 0
  // In the order of the target, whose foreign keys have to hold.
  for (const table of to.tables) {
    const write = rowWriter(source, target, table)
    for await (const batch of readRows(source, sameTable(from, table))) {
      await write(batch)
      done += batch.length
      onRows(done)
    }
  }
}

/** The table as another database describes it, with types of its own. */
export const sameTable = ({ tables }: Layout, { name }: Table): Table =>
  tables.find((table) => table.name === name) as Table

async function expectCounts(target: Connection, layout: Layout, wanted: RowCounts) {
  const found = await countRows(target, layout)
  const wrong = Object.keys(wanted).find((name) => found[name] !== wanted[name])
  if (wrong)
    throw new Error(`${wrong} has ${found[wrong]} rows after copying ${wanted[wrong]}: nothing was kept.`)
}
