import { signWebhook } from '../crypto/webhook-signature'
import { env } from '../env'
import { OutboundRequestError, postOutbound } from '../http/outbound-request'
import { defineJob } from '../jobs/definition'
import { webhookTask } from '../webhook-events/schema'
import { z } from '../zod'
import {
  type AttemptResult,
  claimDelivery,
  purgeDeliveries,
  recordAttempt,
  releaseDelivery,
  skipDelivery,
} from './mutations'
import { requestSeconds } from './policy'
import { type DueDelivery, findDueDelivery, readBody } from './queries'
import { signingSecrets } from './view'

/**
 * Sends a delivery once. A failure of the receiver is not an error of the job: `recordAttempt` schedules the next
 * attempt, so that receivers of members fill neither the list of failed jobs nor the mails about errors.
 */
export const webhookJob = defineJob({
  ...webhookTask,
  // For errors of the database.
  maxAttempts: 12,
  isRemote: true,
  async run({ deliveryId }, { signal }) {
    const delivery = await findDueDelivery(deliveryId)
    if (!delivery) return skipDelivery(deliveryId)
    if (!(await claimDelivery(deliveryId))) return
    const body = await readBody(delivery)
    if (body === null) return skipDelivery(deliveryId)
    const result = await attempt(delivery, body, signal)
    await recordAttempt(delivery, result)
  },
})

/** @throws when the process shuts down in the meantime: the attempt does not count and is repeated */
async function attempt(delivery: DueDelivery, body: string, signal: AbortSignal): Promise<AttemptResult> {
  const started = Date.now()
  const none = { status: null, problem: null, retryAfter: null }
  const secrets = signingSecrets(delivery, new Date())
  if (!secrets) return { ...none, duration: 0, problem: 'secret' }
  try {
    const url = new URL(delivery.url)
    const headers = headersOf(delivery.id, body, secrets)
    const answer = await postOutbound({
      url,
      headers,
      body,
      scope: env.WEBHOOK_TARGETS,
      timeout: requestSeconds * 1000,
      signal,
    })
    return { ...none, ...answer, duration: Date.now() - started }
  } catch (error) {
    if (signal.aborted) {
      await releaseDelivery(delivery.id)
      throw error
    }
    if (!(error instanceof OutboundRequestError)) throw error
    return { ...none, duration: Date.now() - started, problem: error.problem }
  }
}

/** The headers of Standard Webhooks 1.0.0. The time is that of the attempt, so that a receiver can refuse old requests. */
function headersOf(id: string, body: string, secrets: string[]): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1000)
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Roost-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signWebhook(secrets, { id, timestamp, body }),
  }
}

export const purgeDeliveriesJob = defineJob({
  kind: 'purge-webhook-deliveries',
  payload: z.object({}),
  maxAttempts: 5,
  everyMinutes: 60,
  run: async () => void (await purgeDeliveries()),
})
