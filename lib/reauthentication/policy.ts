/**
 * How a member has to prove who they are before a sensitive change: not at all just after a log-in, by the current
 * password, or, without one, by another log-in.
 */
export type RequiredProof = 'none' | 'password' | 'log-in'

/** Milliseconds after a log-in in which it proves who somebody is. */
const recentFor = 10 * 60 * 1000

/** Whether a log-in is so recent that a sensitive change needs no other proof of identity (ASVS 7.5.1). */
export const isRecentLogIn = (at: Date, now: Date): boolean => now.getTime() - at.getTime() < recentFor
