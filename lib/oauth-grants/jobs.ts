import { defineJob } from '../jobs/definition'
import { z } from '../zod'
import { purgeGrants } from './mutations'

export const purgeGrantsJob = defineJob({
  kind: 'purge-oauth-grants',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 60,
  run: async () => void (await purgeGrants()),
})
