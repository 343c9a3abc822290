'use client'

import { ActionForm, FormButton, FormField } from '@/components/ui/action-form'
import { resetPasswordAction } from '@/lib/recovery/actions'
import { resetPasswordInput } from '@/lib/recovery/schema'
import { NewPasswordField } from './new-password-field'

type Props = {
  token: string
  person: { username: string; email: string; displayName: string }
  language: string
  text: { title: string; password: string; hint: string; repeat: string; save: string }
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

export function ResetPasswordForm({ token, person, language, text, fieldErrors, formErrors }: Props) {
  return (
    <ActionForm
      action={resetPasswordAction}
      schema={resetPasswordInput}
      address={`/reset-password/${token}`}
      fieldErrors={fieldErrors}
      formErrors={formErrors}
      label={text.title}
    >
      <input type="hidden" name="token" value={token} />
      {/* Password managers save the new password under this name. */}
      <input type="text" name="username" autoComplete="username" value={person.username} readOnly hidden />
      <NewPasswordField
        label={text.password}
        hint={text.hint}
        fieldErrors={fieldErrors}
        language={language}
        person={person}
      />
      <FormField name="repeat" type="password" label={text.repeat} autoComplete="new-password" />
      <FormButton>{text.save}</FormButton>
    </ActionForm>
  )
}
