import { locales } from '../i18n/locales'
import { z } from '../zod'

/** The job that sends a link to confirm an address. `locale` applies to members who have chosen no language. */
export const verificationTask = {
  kind: 'verify-email',
  payload: z.object({ userId: z.number(), email: z.string(), locale: z.enum(locales) }),
}
