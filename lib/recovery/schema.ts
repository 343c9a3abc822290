import type { DraftKey } from '../request/form-state'
import { email, isRepeated, newPassword, repeatError, repeated } from '../users/schema'
import { z } from '../zod'

export const resetRequestInput = z.object({ email })
export type ResetRequestInput = z.infer<typeof resetRequestInput>

export const resetRequestDraft: DraftKey = { member: 0, form: 'reset-request', place: '/reset-password' }

export const resetPasswordInput = z
  // A hidden field, which the browser sends without validating it.
  .object({ token: z.string().max(500).default(''), password: newPassword, repeat: repeated })
  .refine(isRepeated, repeatError())
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>
