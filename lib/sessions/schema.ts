import { limits } from '../limits'
import { rowId } from '../text/fields'
import { z } from '../zod'

/** A checkbox of a form. */
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

/** The operations that redirect guests to the log-in page, which names them (`logIn.reason` of the messages). */
export const logInReasons = ['like', 'reply', 'follow', 'message'] as const
export type LogInReason = (typeof logInReasons)[number]

/** The search parameter `reason`; undefined for any other value. */
export const logInReason = z.enum(logInReasons).optional().catch(undefined)

/**
 * The path of the log-in page.
 * @param next path, query and fragment to redirect to after the log-in
 */
export function logInPath(next: string, reason?: LogInReason): string {
  return `/login?${new URLSearchParams({ next, ...(reason && { reason }) })}`
}

/** One session by id, or every session except the current one. */
export const revokeInput = z.object({
  session: z.union([z.literal('others'), rowId]),
})
export type RevokeInput = z.infer<typeof revokeInput>
