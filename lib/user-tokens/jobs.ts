import { defineJob } from '../jobs/definition'
import { z } from '../zod'
import { purgeUserTokens } from './mutations'

export const purgeUserTokensJob = defineJob({
  kind: 'purge-user-tokens',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 60,
  run: async () => void (await purgeUserTokens()),
})
