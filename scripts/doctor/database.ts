import type { Connection } from '../../lib/db/connection'
import { whyNotWritable } from './directory'
import { type Finding, ok, problem, warning } from './finding'

/** Seconds by which two clocks may differ: less than any period that the product measures. */
const maxSkew = 5

/** Checks that the database responds, has all migrations, and has the same time. */
export async function checkDatabase(): Promise<Finding[]> {
  const { databaseUrl } = await import('../../lib/env')
  const { findDatabaseProblem } = await import('../../lib/db/startup-check')
  const { databaseMayExist, withConnection } = await import('../../lib/db/connection')
  const { sqliteFile } = await import('../../lib/env/database-location')
  if (!databaseMayExist(databaseUrl)) return [await missingFileFinding(sqliteFile(databaseUrl))]
  const found = await findDatabaseProblem(databaseUrl)
  if (found) return [problem('database', found)]
  return withConnection(databaseUrl, async (connection) => [
    ok('database', `${connection.engine} answers, and all migrations are applied`),
    ...(connection.engine === 'postgresql' ? [clockFinding(await secondsAhead(connection))] : []),
  ])
}

/** @param path of a SQLite file that does not exist */
async function missingFileFinding(path: string): Promise<Finding> {
  const code = await whyNotWritable(path)
  return code
    ? problem('database', `${path} cannot be created (${code}): set DATABASE_URL to another file.`)
    : warning('database', 'There is no database yet: npm start, or npm run db -- upgrade, creates it.')
}

/** Seconds that the clock of the database is ahead of this one. */
async function secondsAhead(connection: Connection): Promise<number> {
  const before = Date.now()
  const [row] = await connection.rows<{ now: number | string }>(
    'SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now',
  )
  return (Number(row?.now) - (before + Date.now()) / 2) / 1000
}

/** @param ahead seconds, negative when the clock is behind */
export function clockFinding(ahead: number): Finding {
  const difference = `${Math.abs(ahead).toFixed(1)} s`
  return Math.abs(ahead) > maxSkew
    ? problem(
        'clock',
        `This clock and that of the database differ by ${difference}: synchronize both with NTP.`,
      )
    : ok('clock', `differs by ${difference} from that of the database`)
}
