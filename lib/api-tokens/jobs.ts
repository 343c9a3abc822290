import { defineJob } from '../jobs/definition'
import { z } from '../zod'
import { purgeApiTokens } from './mutations'

export const purgeApiTokensJob = defineJob({
  kind: 'purge-api-tokens',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 60,
  run: async () => void (await purgeApiTokens()),
})
