import { limits } from '../../limits'
import { freeText } from '../../text/fields'
import { accountInput, signUpInput } from '../../users/schema'
import { z } from '../../zod'

const { username } = accountInput.shape
const email = accountInput.shape.email.meta({ format: 'email', maxLength: limits.email.max })
const aboutMe = freeText('aboutMe', limits.aboutMe.max, { required: false }).meta({
  maxLength: limits.aboutMe.max,
})
const password = signUpInput.shape.password.meta({
  minLength: limits.password.min,
  maxLength: limits.password.max,
})

/** A new account: the fields of the sign-up form without the repeated password, and the text of the profile. */
export const newUserInput = z.object({ username, email, password, about_me: aboutMe.default('') }).meta({
  examples: [
    { username: 'susan', email: 'susan@example.com', password: 'four tall herons', about_me: 'Birds' },
  ],
})
export type NewUser = z.output<typeof newUserInput>

/** A change of an account; absent fields stay. Others, such as the password, are ignored. */
export const userChangeInput = z
  .object({ username: username.optional(), email: email.optional(), about_me: aboutMe.optional() })
  .meta({ examples: [{ about_me: 'Birds and boats' }] })
export type UserChange = z.output<typeof userChangeInput>
