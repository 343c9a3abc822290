import { type Connection, withConnection } from '../../../lib/db/connection'
import { engineOf } from '../../../lib/env/database-location'
import { type Migration, readMigrations } from './files'
import { createHistoryTable, failureSql, forgetFailuresSql, forgetSql, recordSql } from './history'
import { splitSql } from './sql-text'
import { oneLine, type Place, refuseUnready, statusOf } from './status'

/**
 * Applies the pending migrations in order, each in a transaction of its own together with its record, so that
 * whatever interrupts it leaves it applied or not begun. Creates a missing SQLite file. Of several processes that
 * start at once one applies and the others find nothing left to do.
 * @param to the last one to apply; all by default
 * @returns the names of those applied by this call
 * @throws Error in one sentence when the database needs a person first, or a migration failed
 */
export async function upgradeDatabase(
  url: string,
  { to, directory }: Place & { to?: string | undefined } = {},
): Promise<string[]> {
  const migrations = await readMigrations(engineOf(url), directory)
  const wanted = migrations.slice(0, to === undefined ? undefined : indexOf(migrations, to) + 1)
  return withConnection(
    url,
    async (connection) => {
      const applied: string[] = []
      const status = await statusOf(connection, migrations)
      refuseUnready(status)
      // Without the lock: a database that is up to date need not even be writable.
      if (status.pending.length === 0) return applied
      for (;;) {
        const next = await applyNext(connection, migrations, wanted)
        if (!next) return applied
        applied.push(next)
      }
    },
    { create: true },
  )
}

async function applyNext(connection: Connection, migrations: Migration[], wanted: Migration[]) {
  let current: Migration | undefined
  const startedAt = new Date()
  try {
    return await exclusively(connection, async () => {
      const status = await statusOf(connection, migrations)
      refuseUnready(status)
      current = wanted.find(({ name }) => status.pending.includes(name))
      if (!current) return undefined
      const { name, up } = current
      await createHistoryTable(connection)
      await connection.execute(`${forgetFailuresSql}\n${withinTransaction(name, up)}`)
      await connection.execute(recordSql(current, startedAt))
      return name
    })
  } catch (error) {
    if (!current) throw error
    throw await recordFailure(connection, current, startedAt, error as Error)
  }
}

/** Leaves a note for `status`, and for Prisma's own tools, where the disk and the server still allow it. */
async function recordFailure(connection: Connection, migration: Migration, startedAt: Date, error: Error) {
  const message = oneLine(error.message)
  try {
    await exclusively(connection, async () => {
      await createHistoryTable(connection)
      await connection.execute(forgetSql(migration.name))
      await connection.execute(failureSql(migration, startedAt, message))
    })
  } catch {
    // What stopped the migration stops the note as well; the migration is simply still pending.
  }
  const failure = new Error(`${migration.name} failed and left nothing behind: ${message}`, { cause: error })
  return Object.assign(failure, { code: (error as { code?: string }).code })
}

/**
 * Undoes the last migrations by their down.sql, newest first, each in a transaction of its own.
 * @param to the migration that stays the last one, or 'base' for none; without it `steps` of them (one by default)
 * @returns the names of those undone
 */
export async function downgradeDatabase(
  url: string,
  { to, steps = 1, directory }: Place & { to?: string | undefined; steps?: number | undefined } = {},
): Promise<string[]> {
  const migrations = await readMigrations(engineOf(url), directory)
  return withConnection(url, async (connection) => {
    const undone: string[] = []
    const { applied } = await statusOf(connection, migrations)
    const names = leaving(migrations, applied, { to, steps })
    for (const migration of names) {
      const done = await exclusively(connection, async () => {
        const status = await statusOf(connection, migrations)
        refuseUnready(status)
        if (status.applied.at(-1) !== migration.name) return false
        await undo(connection, migration)
        return true
      })
      if (done) undone.push(migration.name)
    }
    return undone
  })
}

/** The migrations that a downgrade would undo, newest first. */
export function leaving(
  migrations: Migration[],
  applied: string[],
  { to, steps = 1 }: { to?: string | undefined; steps?: number | undefined },
): Migration[] {
  const present = migrations.filter(({ name }) => applied.includes(name)).toReversed()
  if (to === undefined) return present.slice(0, steps)
  const floor = to === 'base' ? -1 : indexOf(migrations, to)
  return present.filter((migration) => migrations.indexOf(migration) > floor)
}

async function undo(connection: Connection, migration: Migration) {
  const script = withinTransaction(migration.name, downOf(migration))
  try {
    await connection.execute(script)
    await connection.execute(forgetSql(migration.name))
  } catch (error) {
    const reason = oneLine((error as Error).message)
    const failure = new Error(`${migration.name} could not be undone and stays applied: ${reason}`, {
      cause: error,
    })
    throw Object.assign(failure, { code: (error as { code?: string }).code })
  }
}

/**
 * A script that leaves beginning and ending the transaction to its runner.
 * @throws Error when it does not: what comes after its COMMIT could not be taken back
 */
export function withinTransaction(name: string, script: string): string {
  const own = splitSql(script, ';').find((statement) => transactional.test(statement))
  if (own === undefined) return script
  throw new Error(
    `${name} says ${own.trim().split('\n').at(-1)}: take that out, because each migration is run as one transaction.`,
  )
}

const transactional = /^(?:\s|--[^\n]*\n)*(BEGIN|START TRANSACTION|COMMIT|ROLLBACK)(\s+\w+)*\s*$/i

export function downOf({ name, down }: Migration): string {
  if (down === null)
    throw new Error(`${name} cannot be undone: it has no down.sql. Write one beside its migration.sql.`)
  return down
}

/** The place of a migration named in full, by its description, or as 'head'. */
export function indexOf(migrations: Migration[], wanted: string): number {
  if (wanted === 'head') return migrations.length - 1
  const exact = migrations.findIndex(({ name }) => name === wanted)
  if (exact >= 0) return exact
  const [found, other] = migrations.filter(({ name }) => name.slice(15) === wanted)
  if (!found) throw new Error(`There is no migration "${wanted}": npm run db -- history lists them.`)
  if (other) throw new Error(`Both ${found.name} and ${other.name} are called that: say the whole name.`)
  return migrations.indexOf(found)
}

/** `work` in a write transaction, while no other process migrates this database. */
export function exclusively<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  return connection.transaction('write', async () => {
    if (connection.engine === 'postgresql') await connection.execute(lock)
    return work()
  })
}

/** Any number works as long as nothing else in the database uses it; Prisma's own is 72707369. */
const lock = `SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock(7266847)`
