import { locales } from '../i18n/locales'
import { z } from '../zod'

/** The job that notifies a member of an event. `to` is the address at that time, `locale` the language of the page. */
export const securityMailTask = {
  kind: 'security-mail',
  payload: z.object({
    what: z.enum(['log-in', 'password-changed', 'api-log-in', 'api-token', 'webhook', 'app-allowed']),
    userId: z.number(),
    to: z.string(),
    locale: z.enum(locales),
    /** ISO 8601. */
    at: z.string(),
    ip: z.string(),
    userAgent: z.string(),
    /** The name of the app, for `app-allowed`. */
    app: z.string().optional(),
  }),
}
export type SecurityEvent = z.infer<typeof securityMailTask.payload>
