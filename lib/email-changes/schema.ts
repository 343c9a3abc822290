import { locales } from '../i18n/locales'
import { z } from '../zod'

/** A hidden field, which the browser sends without validating it. */
export const linkInput = z.object({ token: z.string().max(500).default('') })

/**
 * The job that notifies a former address that it has been replaced. `locale` is the language of the page, for members who
 * have chosen none.
 */
export const emailChangedTask = {
  kind: 'email-changed',
  payload: z.object({
    userId: z.number(),
    /** The former address. */
    to: z.string(),
    /** Whether the mail has a link that restores the address. */
    undo: z.boolean(),
    locale: z.enum(locales),
    /** ISO 8601. */
    at: z.string(),
    ip: z.string(),
    userAgent: z.string(),
  }),
}
export type EmailChanged = z.infer<typeof emailChangedTask.payload>
