import type { DigestFrequency } from './schema'

const day = 24 * 60 * 60_000

/** Milliseconds between two summaries. */
const periods: Record<Exclude<DigestFrequency, 'never'>, number> = { daily: day, weekly: 7 * day }

export type ActiveFrequency = keyof typeof periods

/** When the first summary is due after the member has chosen the frequency. */
export function firstDue(frequency: ActiveFrequency, now: Date): Date {
  return new Date(now.getTime() + periods[frequency])
}

/**
 * When the next summary is due: at the same time of day as the last one, and after `now`. Periods that were missed
 * while no job ran are left out, so a single mail makes up for them.
 * @param dueAt when the last one was due
 */
export function nextDue(frequency: ActiveFrequency, dueAt: Date, now: Date): Date {
  const period = periods[frequency]
  const missed = Math.max(0, Math.floor((now.getTime() - dueAt.getTime()) / period))
  return new Date(dueAt.getTime() + (missed + 1) * period)
}
