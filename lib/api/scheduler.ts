import * as background from '../background/jobs'
import { env } from '../env'
import { hasBearerSecret } from './bearer-secret'

/** Milliseconds in which jobs may start; serverless hosts end a request after 60 s. */
const drainMilliseconds = 45_000

/** Whether the Authorization header of a request has the CRON_SECRET. Always false when that is not set. */
export function isScheduler(authorization: string | null): boolean {
  return hasBearerSecret(authorization, env.CRON_SECRET)
}

/** Runs due jobs. @returns how many have run */
export function drainJobs(): Promise<number> {
  return background.drainJobs(drainMilliseconds)
}
