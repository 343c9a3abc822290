import { z } from '../zod'
import { deleteFailedJobs } from './claims'
import { defineJob } from './definition'

/** Days that a failed job is kept for administrators. */
const keptDays = 30

export const purgeFailedJobsJob = defineJob({
  kind: 'purge-failed-jobs',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 24 * 60,
  run: async () => void (await deleteFailedJobs(new Date(Date.now() - keptDays * 86_400_000))),
})
