import { limits } from '../limits'
import { oneLine, rowId } from '../text/fields'
import { z } from '../zod'

/** A checkbox of a form. */
const checkbox = z
  .union([z.boolean(), z.string()])
  .optional()
  .transform((value) => value === true || value === 'on')

export const newTokenInput = z.object({
  label: oneLine('label', limits.apiTokens.name, { required: true }),
  days: z.coerce
    .number({ error: 'days.range' })
    .int('days.range')
    .min(1, 'days.range')
    .max(limits.apiTokens.days, 'days.range'),
  write: checkbox,
  messages: checkbox,
  admin: checkbox,
  /** Required when the log-in is not recent. */
  current: z.string().max(limits.password.maxTyped, 'current.wrong').optional(),
})
export type NewTokenInput = z.output<typeof newTokenInput>

export const revokeTokenInput = z.object({ id: rowId })
