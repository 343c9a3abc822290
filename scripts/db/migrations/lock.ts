import type { Connection } from '../../../lib/db/connection'

/** Any number that nothing else in the database uses; Prisma's own is 72707369. */
const advisoryLock = 7_266_847

/** Runs `work` in a write transaction while no other process migrates this database. */
export function withMigrationLock<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  return connection.transaction('write', async () => {
    if (connection.engine === 'postgresql')
      await connection.execute(
        `SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock(${advisoryLock})`,
      )
    return work()
  })
}
