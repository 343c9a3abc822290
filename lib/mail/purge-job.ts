import { env } from '../env'
import { defineJob } from '../jobs/definition'
import { z } from '../zod'
import { deleteWrittenMails } from './written-mails'

/** Days that a mail in a file is kept. Attached exports expire after the same time. */
const keptDays = 7

export const purgeWrittenMailsJob = defineJob({
  kind: 'purge-written-mails',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 24 * 60,
  run: () => deleteWrittenMails(`${env.DATA_DIR}/mail`, new Date(Date.now() - keptDays * 86_400_000)),
})
