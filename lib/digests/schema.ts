import { z } from '../zod'

export const digestFrequencies = ['never', 'daily', 'weekly'] as const
export type DigestFrequency = (typeof digestFrequencies)[number]

export const digestInput = z.object({ frequency: z.enum(digestFrequencies) })
export type DigestInput = z.output<typeof digestInput>

// A hidden field, which the browser sends without validating it.
export const unsubscribeInput = z.object({ token: z.string().default('') })

/** The job that sends a summary (lib/digests/jobs.ts). */
export const digestMailTask = { kind: 'digest-mail', payload: z.object({ userId: z.number() }) }
