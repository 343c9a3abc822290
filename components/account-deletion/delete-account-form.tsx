'use client'

import { ActionForm, FormButton, FormField } from '@/components/ui/action-form'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { deleteAccountAction } from '@/lib/account-deletion/actions'
import { deleteAccountInput } from '@/lib/account-deletion/schema'

type Props = {
  hasPassword: boolean
  text: { title: string; current: string; button: string; logInAgain: string }
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

export function DeleteAccountForm({ hasPassword, text, fieldErrors, formErrors }: Props) {
  const logInAgain = (
    <LogInAgainLink next="/account/delete" lead={formErrors.reauthenticate ?? ''} label={text.logInAgain} />
  )
  return (
    <ActionForm
      action={deleteAccountAction}
      schema={deleteAccountInput}
      address="/account/delete"
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate: logInAgain }}
      label={text.title}
    >
      {hasPassword && (
        <FormField name="current" type="password" label={text.current} autoComplete="current-password" />
      )}
      <FormButton variant="danger">{text.button}</FormButton>
    </ActionForm>
  )
}
