import { decryptWebhookSecret } from '../crypto/webhook-signature'
import type { RequestProblem } from '../http/outbound-request'
import type { DeliveredEvent } from '../webhook-events/schema'

export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'skipped'

/**
 * Why the last attempt had no response. `secret`: AUTH_SECRET has changed, so that the signing secret cannot be read.
 */
export type DeliveryProblem = RequestProblem | 'secret'

export type DeliveryView = {
  id: string
  event: DeliveredEvent
  state: DeliveryState
  attempts: number
  createdAt: Date
  /** The next attempt of a pending delivery. */
  nextAttemptAt: Date | null
  /** Of the last attempt: when it ended, its milliseconds, and the status of the response or why there was none. */
  attemptedAt: Date | null
  duration: number | null
  status: number | null
  problem: DeliveryProblem | null
}

type SecretRow = { secret: string; previousSecret: string | null; previousSecretUntil: Date | null }

/**
 * The secrets that sign a request now, the current one first.
 * @returns null when the current one cannot be decrypted
 */
export function signingSecrets(row: SecretRow, now: Date): string[] | null {
  const current = decryptWebhookSecret(row.secret)
  if (current === null) return null
  const isPreviousValid = row.previousSecretUntil !== null && row.previousSecretUntil > now
  const previous = isPreviousValid && row.previousSecret ? decryptWebhookSecret(row.previousSecret) : null
  return previous ? [current, previous] : [current]
}
