import { limits } from '../limits'
import { z } from '../zod'

/** A checkbox of a form: absent, or any value. */
const checkbox = z
  .union([z.boolean(), z.string()])
  .optional()
  .transform((value) => value === true || value === 'on' || value === 'true')

export const logInInput = z.object({
  identifier: z
    .string({ error: 'identifier.required' })
    .trim()
    .min(1, 'identifier.required')
    .max(200, 'identifier.tooLong'),
  password: z
    .string({ error: 'password.required' })
    .min(1, 'password.required')
    .max(limits.password.maxTyped, 'password.tooLong'),
  remember: checkbox,
  next: z.string().optional().catch(undefined),
})

/** What a guest wanted to do when they were led to the log-in page, which says it (`logIn.reason` of the messages). */
export const logInReasons = ['like', 'reply', 'follow', 'message'] as const
export type LogInReason = (typeof logInReasons)[number]

/** The reason that an address names; anything but those of the list is none. */
export const logInReason = z.enum(logInReasons).optional().catch(undefined)

/**
 * The address of the log-in page.
 * @param next Path, query and fragment to go on to.
 */
export function logInPath(next: string, reason?: LogInReason): string {
  return `/login?${new URLSearchParams({ next, ...(reason && { reason }) })}`
}

/** The form offers whole sessions to end: one by id, or every other. */
export const revokeInput = z.object({
  session: z.union([z.literal('others'), z.coerce.number().int().positive()]),
})
export type RevokeInput = z.infer<typeof revokeInput>
