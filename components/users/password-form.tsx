'use client'

import { ActionForm, FormButton, FormField } from '@/components/ui/action-form'
import { changePasswordAction } from '@/lib/sessions/actions'
import { passwordInput } from '@/lib/users/schema'
import { LogInAgain } from './log-in-again'
import { NewPasswordField } from './new-password-field'

type Props = {
  hasPassword: boolean
  person: { username: string; email: string; displayName: string }
  language: string
  text: Record<string, string>
  errors: Record<string, string>
  refusals: Record<string, string>
}

export function PasswordForm({ hasPassword, person, language, text, errors, refusals }: Props) {
  const logInAgain = (
    <LogInAgain next="/account/security" lead={refusals.reauthenticate ?? ''} label={text.logInAgain ?? ''} />
  )
  return (
    <ActionForm
      action={changePasswordAction}
      schema={passwordInput}
      address="/account/security"
      errors={errors}
      refusals={{ ...refusals, reauthenticate: logInAgain }}
      label={text.password ?? ''}
      done={text.done}
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
        errors={errors}
        language={language}
        person={person}
      />
      <FormField name="repeat" type="password" label={text.repeat ?? ''} autoComplete="new-password" />
      <FormButton>{text.save}</FormButton>
    </ActionForm>
  )
}
