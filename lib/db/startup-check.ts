import { findHostProblem } from '../env/host-problem'
import { type Connection, withConnection } from './connection'
import { explainDatabaseError } from './explain-error'
import migrationNames from './generated/migration-names.json'
import { listTables, readMigrationHistory, wasRolledBack } from './migration-history'

/** The event that scripts/server.mjs waits for, with one line that says why the server must not start, or null. */
const checkedEvent = 'roost:checked'

/**
 * Compares settings and database with this build, once, before the first request (instrumentation.ts). Our own server
 * listens to an event and exits on a problem. Elsewhere the problem is thrown; the host logs it and fails requests.
 * @returns whether there is no problem
 * @throws Error in one line when no listener takes the problem
 */
export async function runStartupCheck(): Promise<boolean> {
  const problem = await findStartupProblem()
  const emitter = process as NodeJS.EventEmitter
  if (!emitter.emit(checkedEvent, problem) && problem) throw new Error(problem)
  return problem === null
}

async function findStartupProblem(): Promise<string | null> {
  try {
    // Imported here because an invalid setting makes the import throw.
    const { databaseUrl, env } = await import('../env')
    return findHostProblem(env) ?? (await findDatabaseProblem(databaseUrl))
  } catch (error) {
    return (error as Error).message
  }
}

/**
 * Why this build cannot use the database, in one line that names the command to run, or null. It runs two small
 * queries; `npm run db -- check` checks everything.
 * @param known the names of the migrations of this build
 */
export async function findDatabaseProblem(
  url: string,
  known: string[] = migrationNames,
): Promise<string | null> {
  try {
    return await withConnection(url, (connection) => findMigrationProblem(connection, known))
  } catch (error) {
    return explainDatabaseError(error)
  }
}

async function findMigrationProblem(connection: Connection, known: string[]): Promise<string | null> {
  const rows = (await readMigrationHistory(connection)) ?? []
  // A migration of a later build that failed and was rolled back changed nothing: this build must go on.
  const history = rows.filter((row) => row.finishedAt || known.includes(row.name) || !wasRolledBack(row))
  if (history.length === 0) return problemWithoutHistory(await listTables(connection))
  const failed = history.find((row) => !row.finishedAt)
  if (failed) return `Migration ${failed.name} has failed: npm run db -- status shows what to do.`
  const applied = history.map(({ name }) => name)
  const newer = applied.filter((name) => !known.includes(name))
  if (newer.length > 0)
    return `The database is newer than this code (it has ${newer.join(', ')}): update the code.`
  const pending = known.filter((name) => !applied.includes(name))
  if (pending.length > 0)
    return `The database lacks what this code needs (${pending.join(', ')}): run npm run db -- upgrade, then start again.`
  return null
}

/** The first migration creates `users`. */
function problemWithoutHistory(tables: string[]): string {
  return tables.includes('users')
    ? 'The database has tables but no migration history: npm run db -- stamp head adopts it as it is.'
    : 'The database has no tables yet: run npm run db -- upgrade, then start again.'
}
