'use client'

import { ActionForm, FormButton, FormField } from '@/components/ui/action-form'
import { signUpAction } from '@/lib/users/actions'
import { signUpInput } from '@/lib/users/schema'
import { NewPasswordField } from './new-password-field'
import { UsernameField } from './username-field'

const draft = {
  key: { member: 0, form: 'sign-up', place: '/signup' },
  pristine: { username: '', email: '' },
}

type Props = {
  language: string
  text: Record<string, string>
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

export function SignUpForm({ language, text, fieldErrors, formErrors }: Props) {
  return (
    <ActionForm
      action={signUpAction}
      schema={signUpInput}
      address="/signup"
      fieldErrors={fieldErrors}
      formErrors={formErrors}
      label={text.title ?? ''}
      draft={draft}
    >
      <UsernameField label={text.username ?? ''} hint={text.usernameHint} autoFocus />
      <FormField
        name="email"
        type="email"
        dir="ltr"
        label={text.email ?? ''}
        hint={text.emailHint}
        autoComplete="email"
      />
      <NewPasswordField
        label={text.password ?? ''}
        hint={text.passwordHint ?? ''}
        fieldErrors={fieldErrors}
        language={language}
      />
      <FormField name="repeat" type="password" label={text.repeat ?? ''} autoComplete="new-password" />
      <FormButton>{text.button}</FormButton>
    </ActionForm>
  )
}
