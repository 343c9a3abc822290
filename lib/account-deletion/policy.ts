const day = 24 * 60 * 60 * 1000

/** Days in which a member can keep an account whose deletion was requested. */
export const gracePeriodDays = 14

/** When an account is deleted whose deletion is requested at `now`. */
export function dueDate(now: Date): Date {
  return new Date(now.getTime() + gracePeriodDays * day)
}
