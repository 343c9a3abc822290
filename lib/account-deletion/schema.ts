import { limits } from '../limits'
import { z } from '../zod'

/** The form that deletes the account. Members without a password have no such field. */
export const deleteAccountInput = z.object({
  current: z.string().max(limits.password.maxTyped, 'current.wrong').default(''),
})
