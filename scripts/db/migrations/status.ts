import { type Connection, databaseMayExist, withConnection } from '../../../lib/db/connection'
import { type HistoryRow, listTables, readMigrationHistory } from '../../../lib/db/migration-history'
import { type Engine, engineNames, engineOf } from '../../../lib/env/database-location'
import { type Migration, readMigrations } from './files'
import { leftNothing } from './history'

export type MigrationStatus = {
  engine: Engine
  /**
   * 'missing': no SQLite file yet. 'empty': no tables. 'unmanaged': our tables without a record of migrations.
   * 'managed': under migrations.
   */
  state: 'missing' | 'empty' | 'unmanaged' | 'managed'
  applied: string[]
  pending: string[]
  /** In the database but not on disk: this code is older than the database. */
  unknown: string[]
  /** Changed on disk after they had been applied. */
  edited: string[]
  /** One sentence for each thing that needs a person, with what to do. */
  problems: string[]
}

/** Where migrations are read from, when not from the project's own directory. */
export type Place = { directory?: string | undefined }

/** Compares the migrations on disk with those the database has seen. Changes nothing and creates no file. */
export async function migrationStatus(url: string, { directory }: Place = {}): Promise<MigrationStatus> {
  const engine = engineOf(url)
  const migrations = await readMigrations(engine, directory)
  if (!databaseMayExist(url)) {
    const pending = migrations.map(({ name }) => name)
    return { engine, state: 'missing', applied: [], pending, unknown: [], edited: [], problems: [] }
  }
  return withConnection(url, (connection) => statusOf(connection, migrations))
}

/** The same on an open connection. */
export async function statusOf(connection: Connection, migrations: Migration[]): Promise<MigrationStatus> {
  const history = await readMigrationHistory(connection)
  const rows = history ?? []
  const applied = rows.filter((row) => row.finishedAt)
  const onDisk = ({ name }: HistoryRow) => migrations.some((one) => one.name === name)
  // What failed, left nothing and was then taken off the disk is nobody's concern any more.
  const failed = rows.filter((row) => !row.finishedAt && (onDisk(row) || !leftNothing(row)))
  const find = (name: string) => applied.find((row) => row.name === name)
  const unknown = applied.flatMap((row) => (onDisk(row) ? [] : [row.name]))
  const edited = migrations.flatMap(({ name, checksum }) =>
    (find(name)?.checksum ?? checksum) === checksum ? [] : [name],
  )
  const state = await stateOf(connection, migrations, rows)
  return {
    engine: connection.engine,
    state,
    applied: migrations.flatMap(({ name }) => (find(name) ? [name] : [])),
    pending: migrations.flatMap(({ name }) => (find(name) ? [] : [name])),
    unknown,
    edited,
    problems: [
      ...(state === 'unmanaged' ? [unmanaged] : []),
      ...failed.map(failureProblem),
      ...edited.map(
        (name) => `${name} was edited after it had been applied: undo the edit and write a new migration.`,
      ),
      ...unknown.map((name) => `${name} is in the database but not on disk: ${newerAdvice}`),
    ],
  }
}

const unmanaged =
  'The database has tables but no record of migrations: npm run db -- stamp head adopts it as it is.'

const newerAdvice = 'this code is older than the database, so bring the code up to date.'

const failureProblem = (row: HistoryRow) =>
  leftNothing(row)
    ? `${row.name} failed and left nothing behind: mend it and run npm run db -- upgrade. It said: ${oneLine(row.logs)}`
    : `${row.name} failed under another tool and may be half there: make the database as it was before and run npm run db -- stamp with the migration before it, or complete it and stamp ${row.name}.`

/** For messages that end up in one line. */
export const oneLine = (text: string | null) => (text ?? '').trim().replace(/\s*\n\s*/g, ' ')

async function stateOf(connection: Connection, migrations: Migration[], rows: HistoryRow[]) {
  if (rows.length > 0) return 'managed'
  const ours = migrations.flatMap(({ up }) =>
    [...up.matchAll(/CREATE TABLE "(\w+)"/g)].map((match) => match[1]),
  )
  const names = await listTables(connection)
  if (names.some((name) => ours.includes(name))) return 'unmanaged'
  return names.includes('_prisma_migrations') ? 'managed' : 'empty'
}

/** The states that an upgrade must not touch. */
export function refuseUnready({ state, problems, unknown }: MigrationStatus) {
  const [reason] = problems.filter((problem) => / under another tool /.test(problem))
  if (state === 'unmanaged') throw new Error(unmanaged)
  if (unknown.length > 0) throw new Error(`${unknown[0]} is in the database but not on disk: ${newerAdvice}`)
  if (reason) throw new Error(reason)
}

/** One sentence on where a database stands. */
export function statusLine({ engine, state, applied, pending }: MigrationStatus): string {
  const begin = {
    missing: 'no file yet',
    empty: 'no tables yet',
    unmanaged: 'not under migrations',
    managed: '',
  }[state]
  return `${engineNames[engine]}: ${begin ? `${begin}, ` : ''}${applied.length} applied, ${pending.length} pending.`
}
