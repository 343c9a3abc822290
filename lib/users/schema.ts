import { limits } from '../limits'
import { normalizePassword } from '../passwords/normalize-password'
import { countCodePoints } from '../text/code-points'
import { freeText, oneLine } from '../text/fields'
import { z } from '../zod'

/** Letters, digits and _ only: every username is a valid path segment. */
export const username = z
  .string({ error: 'username.required' })
  .trim()
  .min(1, 'username.required')
  .min(limits.username.min, 'username.length')
  .max(limits.username.max, 'username.length')
  .regex(/^[A-Za-z0-9_]+$/, 'username.characters')

export const email = z
  .string({ error: 'email.required' })
  .trim()
  .min(1, 'email.required')
  .refine((value) => countCodePoints(value) <= limits.email.max, 'email.tooLong')
  .pipe(z.email('email.invalid'))

const { password: bounds } = limits

/** A new password, as checked in browser and server. The server also checks its strength (check-password.ts). */
export const newPassword = z
  .string({ error: 'password.required' })
  .min(1, 'password.required')
  .max(bounds.maxTyped, { error: 'password.tooLong', abort: true })
  .refine((value) => countNormalized(value) >= bounds.min, 'password.tooShort')
  .refine((value) => countNormalized(value) <= bounds.max, 'password.tooLong')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'password.characters')

const countNormalized = (password: string) => countCodePoints(normalizePassword(password))

/** The repetition of a new password; compare it with `isRepeated`. */
export const repeated = z
  .string({ error: 'repeat.required' })
  .min(1, 'repeat.required')
  .max(bounds.maxTyped, 'repeat.different')

/** The current password, of any length that it can have. */
const current = z.string().max(bounds.maxTyped, 'current.wrong')

type PasswordPair = { password: string; repeat: string }

/** Whether both passwords of a form are equal. */
export const isRepeated = ({ password, repeat }: PasswordPair) =>
  normalizePassword(password) === normalizePassword(repeat)
/** The error of a form whose passwords differ. */
export const repeatError = () => ({ path: ['repeat'], error: 'repeat.different', when: pairPresent })

/** Compares the passwords even when other fields are invalid, so that one response has every error. */
function pairPresent(payload: { value: unknown }) {
  const { password, repeat } = payload.value as Partial<PasswordPair>
  return isComparable(password) && isComparable(repeat)
}

const isComparable = (text: unknown) =>
  typeof text === 'string' && text !== '' && text.length <= bounds.maxTyped

export const signUpInput = z
  .object({ username, email, password: newPassword, repeat: repeated })
  .refine(isRepeated, repeatError())
export type SignUpInput = z.infer<typeof signUpInput>

export const passwordInput = z
  .object({ current: current.default(''), password: newPassword, repeat: repeated })
  .refine(isRepeated, repeatError())
export type PasswordInput = z.infer<typeof passwordInput>

export const accountInput = z.object({
  username,
  displayName: oneLine('displayName', limits.displayName.max, { required: false }).default(''),
  email,
  aboutMe: freeText('aboutMe', limits.aboutMe.max, { required: false }).default(''),
  /** Required when the email address changes and the log-in is not recent. */
  current: current.optional(),
})
export type AccountInput = z.infer<typeof accountInput>
