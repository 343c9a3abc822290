import { type Connection, databaseMayExist, withConnection } from '../../../lib/db/connection'
import { toOneLine } from '../../../lib/db/explain-error'
import {
  type HistoryRow,
  listTables,
  readMigrationHistory,
  wasRolledBack,
} from '../../../lib/db/migration-history'
import { type Engine, engineNames, engineOf } from '../../../lib/env/database-location'
import { type Migration, readMigrations } from './files'

export type MigrationStatus = {
  engine: Engine
  /**
   * 'missing': no SQLite file. 'empty': no tables. 'unmanaged': our tables without a migration history.
   * 'managed': under migrations.
   */
  state: 'missing' | 'empty' | 'unmanaged' | 'managed'
  applied: string[]
  pending: string[]
  /** In the database but not on disk: the code is older than the database. */
  unknown: string[]
  /** Changed on disk after they were applied. */
  edited: string[]
  /** One sentence for each problem that needs a person, with what to do. */
  problems: string[]
}

/** Reads schema and migrations from another directory than the project's prisma directory. */
export type DirectoryOption = { directory?: string | undefined }

/** Compares the migrations on disk with those applied to the database. Changes nothing and creates no file. */
export async function migrationStatus(
  url: string,
  { directory }: DirectoryOption = {},
): Promise<MigrationStatus> {
  const engine = engineOf(url)
  const migrations = await readMigrations(engine, directory)
  if (!databaseMayExist(url)) {
    const pending = migrations.map(({ name }) => name)
    return { engine, state: 'missing', applied: [], pending, unknown: [], edited: [], problems: [] }
  }
  return withConnection(url, (connection) => readStatus(connection, migrations))
}

/** The same as `migrationStatus`, on an open connection. */
export async function readStatus(connection: Connection, migrations: Migration[]): Promise<MigrationStatus> {
  const history = (await readMigrationHistory(connection)) ?? []
  const applied = history.filter((row) => row.finishedAt)
  const onDisk = ({ name }: HistoryRow) => migrations.some((migration) => migration.name === name)
  // A migration that failed, was rolled back and then deleted from disk is not reported.
  const failed = history.filter((row) => !row.finishedAt && (onDisk(row) || !wasRolledBack(row)))
  const findApplied = (name: string) => applied.find((row) => row.name === name)
  const unknown = applied.flatMap((row) => (onDisk(row) ? [] : [row.name]))
  const edited = migrations.flatMap(({ name, checksum }) =>
    (findApplied(name)?.checksum ?? checksum) === checksum ? [] : [name],
  )
  const state = await readState(connection, migrations, history)
  return {
    engine: connection.engine,
    state,
    applied: migrations.flatMap(({ name }) => (findApplied(name) ? [name] : [])),
    pending: migrations.flatMap(({ name }) => (findApplied(name) ? [] : [name])),
    unknown,
    edited,
    problems: [
      ...(state === 'unmanaged' ? [unmanagedProblem] : []),
      ...failed.map(failureProblem),
      ...edited.map(
        (name) => `${name} was edited after it had been applied: undo the edit and write a new migration.`,
      ),
      ...unknown.map(unknownProblem),
    ],
  }
}

async function readState(
  connection: Connection,
  migrations: Migration[],
  history: HistoryRow[],
): Promise<MigrationStatus['state']> {
  if (history.length > 0) return 'managed'
  const ourTables = migrations.flatMap(({ up }) =>
    [...up.matchAll(/CREATE TABLE "(\w+)"/g)].map((match) => match[1]),
  )
  const tables = await listTables(connection)
  if (tables.some((name) => ourTables.includes(name))) return 'unmanaged'
  return tables.includes('_prisma_migrations') ? 'managed' : 'empty'
}

const unmanagedProblem =
  'The database has tables but no migration history: npm run db -- stamp head adopts it as it is.'

function unknownProblem(name: string): string {
  return `${name} is in the database but not on disk: this code is older than the database, so update the code.`
}

function failureProblem(row: HistoryRow): string {
  return wasRolledBack(row)
    ? `${row.name} failed and was rolled back: fix it and run npm run db -- upgrade. The error was: ${toOneLine(row.logs ?? '')}`
    : `${row.name} failed under another tool and may be half applied: restore the state before it and run npm run db -- stamp with the migration before it, or complete it and stamp ${row.name}.`
}

/**
 * Rejects a database that an upgrade must not change.
 * @throws Error in one sentence
 */
export function assertUpgradable(status: MigrationStatus): void {
  const [unknown] = status.unknown
  const halfApplied = status.problems.find((problem) => problem.includes(' under another tool '))
  if (status.state === 'unmanaged') throw new Error(unmanagedProblem)
  if (unknown !== undefined) throw new Error(unknownProblem(unknown))
  if (halfApplied) throw new Error(halfApplied)
}

/** Summarises a status in one sentence. */
export function formatStatus({ engine, state, applied, pending }: MigrationStatus): string {
  const prefix = {
    missing: 'no file yet, ',
    empty: 'no tables yet, ',
    unmanaged: 'not under migrations, ',
    managed: '',
  }[state]
  return `${engineNames[engine]}: ${prefix}${applied.length} applied, ${pending.length} pending.`
}
