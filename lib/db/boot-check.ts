import { type Connection, withConnection } from './connection'
import { explainDatabaseError } from './explain'
import migrationNames from './generated/migration-names.json'
import { readHistory, tableNames } from './migration-history'

/** Heard by scripts/server.mjs, with one line that says why this must not serve, or null. */
const checked = 'roost:checked'

/**
 * Compares settings and database with this build, once, before the first request (instrumentation.ts). A server of
 * ours is told, and ends; elsewhere a problem is thrown, which the host logs and answers each request with.
 * @returns whether all is well
 */
export async function checkBeforeServing(): Promise<boolean> {
  const problem = await whatPreventsServing()
  const ours = process as NodeJS.EventEmitter
  if (!ours.emit(checked, problem) && problem) throw new Error(problem)
  return problem === null
}

async function whatPreventsServing(): Promise<string | null> {
  try {
    // Loaded here, because a wrong setting makes it throw.
    const { databaseUrl } = await import('../env')
    return await databaseProblem(databaseUrl)
  } catch (error) {
    return (error as Error).message
  }
}

/**
 * Why this build cannot work with the database, in one line that names the command to run, or null. Two small queries;
 * `npm run db -- check` looks closer.
 * @param known the names of the migrations of this build
 */
export async function databaseProblem(url: string, known: string[] = migrationNames): Promise<string | null> {
  try {
    return await withConnection(url, (connection) => mismatch(connection, known))
  } catch (error) {
    return explainDatabaseError(error)
  }
}

async function mismatch(connection: Connection, known: string[]): Promise<string | null> {
  const history = (await readHistory(connection)) ?? []
  if (history.length === 0) return unrecorded(await tableNames(connection))
  const failed = history.find((row) => !row.finishedAt)
  if (failed) return `Migration ${failed.name} has failed: npm run db -- status tells what to do.`
  const applied = history.map(({ name }) => name)
  const newer = applied.filter((name) => !known.includes(name))
  if (newer.length > 0)
    return `The database is newer than this code (it has ${newer.join(', ')}): bring the code up to date.`
  const pending = known.filter((name) => !applied.includes(name))
  if (pending.length > 0)
    return `The database lacks what this code needs (${pending.join(', ')}): run npm run db -- upgrade, then start again.`
  return null
}

/** `users` has been there since the first migration. */
const unrecorded = (tables: string[]) =>
  tables.includes('users')
    ? 'The database has tables but no record of migrations: npm run db -- stamp head adopts it as it is.'
    : 'The database has no tables yet: run npm run db -- upgrade, then start again.'
