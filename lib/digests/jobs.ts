import { defineJob } from '../jobs/definition'
import { deliver } from '../mail/mail-job'
import { z } from '../zod'
import { digestMail } from './mails'
import { enqueueDueDigests } from './mutations'
import { getDigest } from './queries'
import { digestMailTask } from './schema'

/** Batches of one run. The next run continues. */
const maxBatches = 50

/** Enqueues the mails of due summaries. */
export const digestsJob = defineJob({
  kind: 'digests',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 10,
  async run(_, { signal }) {
    for (let batch = 0; batch < maxBatches; batch++) {
      signal.throwIfAborted()
      if (!(await enqueueDueDigests())) return
    }
  },
})

/** Sends a summary of what is unread when it runs; nothing if the member has read or unsubscribed in the meantime. */
export const digestMailJob = defineJob({
  ...digestMailTask,
  maxAttempts: 8,
  async run({ userId }, { id }) {
    const digest = await getDigest(userId)
    if (digest) await deliver({ ...(await digestMail(digest)), id })
  },
})
