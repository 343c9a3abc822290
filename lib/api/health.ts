import { db } from '../db/db'
import { log } from '../log/log'

/** Whether the database responds. */
export async function isHealthy(): Promise<boolean> {
  try {
    await db.$queryRaw`SELECT 1`
    return true
  } catch (error) {
    log.error({ event: 'health.database', err: error }, 'the database does not respond')
    return false
  }
}
