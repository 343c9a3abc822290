import { limits } from '../limits'
import { countBytes, countCodePoints } from '../text/code-points'
import { freeText, oneLine } from '../text/fields'
import { z } from '../zod'

/** Letters, digits and _ only, so that every name makes a profile address that works. */
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

/** A password as it is checked in the browser; the block-list joins on the server (check-password.ts). */
export const newPassword = z
  .string({ error: 'password.required' })
  .min(1, 'password.required')
  .refine((value) => countCodePoints(value) >= limits.password.min, 'password.tooShort')
  // bcrypt reads 72 bytes and ignores the rest (Provos and Mazières 1999); nothing is cut silently here.
  .refine((value) => countBytes(value) <= limits.password.maxBytes, 'password.tooLong')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'password.characters')

const repeated = z.string({ error: 'repeat.required' }).min(1, 'repeat.required')

type PasswordPair = { password: string; repeat: string }

const isRepeated = (input: PasswordPair) => input.password === input.repeat
const repeatError = () => ({ path: ['repeat'], error: 'repeat.different', when: pairPresent })

/** The pair is compared even while other fields are wrong, so that one round trip tells everything. */
function pairPresent(payload: { value: unknown }) {
  const { password, repeat } = payload.value as Partial<PasswordPair>
  return Boolean(password) && Boolean(repeat)
}

export const signUpInput = z
  .object({ username, email, password: newPassword, repeat: repeated })
  .refine(isRepeated, repeatError())
export type SignUpInput = z.infer<typeof signUpInput>

export const passwordInput = z
  .object({ current: z.string().default(''), password: newPassword, repeat: repeated })
  .refine(isRepeated, repeatError())
export type PasswordInput = z.infer<typeof passwordInput>

export const accountInput = z.object({
  username,
  displayName: oneLine('displayName', limits.displayName.max, { required: false }).default(''),
  email,
  aboutMe: freeText('aboutMe', limits.aboutMe.max, { required: false }).default(''),
})
export type AccountInput = z.infer<typeof accountInput>
