/** Seconds for one request, from the resolution of the name to the end of the response. */
export const requestSeconds = 10

/** Attempts after which a delivery has failed. With `retryDelay` they span about 30 hours. */
export const maxAttempts = 9

const firstSeconds = 5
const factor = 4

/**
 * The delay before the next attempt: 5 s, four times as long after each failure, ± 20 % so that deliveries which failed
 * together are not repeated together.
 * @param attempts failed attempts, at least 1
 * @param retryAfter seconds of the header Retry-After; at most an hour of them counts
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function retryDelay(attempts: number, retryAfter: number | null, random = Math.random()): number {
  const seconds = firstSeconds * factor ** (attempts - 1) * (0.8 + 0.4 * random)
  return Math.round(Math.max(seconds, Math.min(retryAfter ?? 0, 3600)) * 1000)
}

const day = 24 * 60 * 60_000

/** Milliseconds without a successful attempt after which a webhook is stopped, when a delivery has failed for good. */
const failingPeriod = 3 * day

/** The outcome of an attempt, for the delivery and its webhook. */
export type Outcome = 'delivered' | 'retry' | 'failed' | 'webhook-failed' | 'webhook-gone'

type Attempt = {
  /** The status of the response; null when there was none. */
  status: number | null
  /** Including this one. */
  attempts: number
  /** The first failed attempt of the webhook since a successful one. */
  failingSince: Date | null
}

/**
 * Computes the next state from the outcome of an attempt. Only 2xx is a success: redirects are not followed. The status
 * 410 ends the webhook at once (Standard Webhooks, "Delivery reliability").
 */
export function judgeAttempt({ status, attempts, failingSince }: Attempt, now: Date): Outcome {
  if (status !== null && status >= 200 && status < 300) return 'delivered'
  if (status === 410) return 'webhook-gone'
  if (attempts < maxAttempts) return 'retry'
  const isFailingLong = failingSince !== null && now.getTime() - failingSince.getTime() >= failingPeriod
  return isFailingLong ? 'webhook-failed' : 'failed'
}

/** The time before which finished deliveries are deleted. */
export function keptSince(days: number, now: Date): Date {
  return new Date(now.getTime() - days * day)
}
