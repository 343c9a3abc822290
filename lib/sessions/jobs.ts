import { defineJob } from '../jobs/definition'
import { z } from '../zod'
import { purgeExpiredSessions } from './mutations'

export const purgeSessionsJob = defineJob({
  kind: 'purge-sessions',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 24 * 60,
  run: async () => void (await purgeExpiredSessions()),
})
