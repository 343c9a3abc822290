import { defineJob, PermanentJobError } from '../jobs/definition'
import { z } from '../zod'
import { mailer } from './mail'
import { RejectedMailError } from './message'

/**
 * Sends a mail. Its payload is stored until then, so it must not contain secrets: a separate job creates a mail with a
 * token. Twelve attempts span about 2.4 hours.
 */
export const mailJob = defineJob({
  kind: 'mail',
  payload: z.object({
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string().optional(),
    unsubscribe: z.string().optional(),
  }),
  maxAttempts: 12,
  run: (mail, { id }) => deliver({ ...mail, id }),
})

/**
 * Sends a mail within a job.
 * @throws PermanentJobError when the mail server rejects the recipient or the mail
 */
export async function deliver(mail: Parameters<typeof mailer.send>[0]): Promise<void> {
  try {
    await mailer.send(mail)
  } catch (error) {
    if (error instanceof RejectedMailError) throw new PermanentJobError(error.message, { cause: error })
    throw error
  }
}
