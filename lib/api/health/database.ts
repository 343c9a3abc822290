import { db } from '../../db/db'
import migrationNames from '../../db/generated/migration-names.json'
import { logFailure } from '../../db/outage'

/** Whether the database responds. */
export async function isHealthy(): Promise<boolean> {
  try {
    await db.$queryRaw`SELECT 1`
    return true
  } catch (error) {
    logFailure('health.database', error, 'the database does not respond')
    return false
  }
}

type MigrationRow = { name: string; finishedAt: unknown }

/**
 * Whether every migration of this build has finished. Newer ones are accepted: while a new version is rolled out, the
 * servers of the previous one keep serving.
 * @param known the names of the migrations of this build
 */
export async function isMigrated(known: string[] = migrationNames): Promise<boolean> {
  const rows = await db.$queryRaw<MigrationRow[]>`
    SELECT migration_name AS name, finished_at AS "finishedAt" FROM _prisma_migrations WHERE rolled_back_at IS NULL`
  const finished = new Set(rows.filter(({ finishedAt }) => finishedAt !== null).map(({ name }) => name))
  return known.every((name) => finished.has(name))
}
