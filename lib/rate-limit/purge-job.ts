import { defineJob } from '../jobs/definition'
import { z } from '../zod'
import { purgeRateLimits } from './database-limiter'

export const purgeRateLimitsJob = defineJob({
  kind: 'purge-rate-limits',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 60,
  run: async () => void (await purgeRateLimits()),
})
