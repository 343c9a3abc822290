'use client'

import { ActionForm, FormButton, FormField } from '@/components/ui/action-form'
import { changePasswordAction } from '@/lib/sessions/actions'
import { passwordInput } from '@/lib/users/schema'
import { LogInAgainLink } from './log-in-again'
import { NewPasswordField } from './new-password-field'

type Props = {
  hasPassword: boolean
  person: { username: string; email: string; displayName: string }
  language: string
  text: Record<string, string>
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

export function PasswordForm({ hasPassword, person, language, text, fieldErrors, formErrors }: Props) {
  const logInAgain = (
    <LogInAgainLink
      next="/account/security"
      lead={formErrors.reauthenticate ?? ''}
      label={text.logInAgain ?? ''}
    />
  )
  return (
    <ActionForm
      action={changePasswordAction}
      schema={passwordInput}
      address="/account/security"
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate: logInAgain }}
      label={text.password ?? ''}
      successMessage={text.success}
    >
      {hasPassword && (
        <FormField
          name="current"
          type="password"
          label={text.current ?? ''}
          autoComplete="current-password"
        />
      )}
      <NewPasswordField
        label={text.new ?? ''}
        hint={text.hint ?? ''}
        fieldErrors={fieldErrors}
        language={language}
        person={person}
      />
      <FormField name="repeat" type="password" label={text.repeat ?? ''} autoComplete="new-password" />
      <FormButton>{text.save}</FormButton>
    </ActionForm>
  )
}
