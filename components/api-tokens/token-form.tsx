'use client'

import { ActionForm, FormButton, FormCheckbox, FormField, useFormState } from '@/components/ui/action-form'
import { Notice } from '@/components/ui/notice'
import { CurrentPassword } from '@/components/users/current-password'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { createTokenAction } from '@/lib/api-tokens/actions'
import { newTokenInput } from '@/lib/api-tokens/schema'
import type { RequiredProof } from '@/lib/reauthentication/policy'

type Props = {
  isAdmin: boolean
  proof: RequiredProof
  text: Record<string, string>
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

/** Creates a personal token and shows it once. */
export function TokenForm({ isAdmin, proof, text, fieldErrors, formErrors }: Props) {
  const logInAgain = (
    <LogInAgainLink
      next="/account/tokens"
      lead={formErrors.reauthenticate ?? ''}
      label={text.logInAgain ?? ''}
    />
  )
  return (
    <ActionForm
      action={createTokenAction}
      schema={newTokenInput}
      address="/account/tokens"
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate: logInAgain }}
      label={text.create ?? ''}
    >
      <CreatedToken text={text} />
      <FormField name="label" label={text.name ?? ''} hint={text.nameHint} autoComplete="off" dir="auto" />
      <FormField
        name="days"
        inputMode="numeric"
        label={text.days ?? ''}
        hint={text.daysHint}
        value="30"
        autoComplete="off"
        dir="ltr"
      />
      <FormCheckbox name="write" label={text.write ?? ''} />
      <FormCheckbox name="messages" label={text.messages ?? ''} />
      {isAdmin && <FormCheckbox name="admin" label={text.admin ?? ''} />}
      <CurrentPassword
        required={proof === 'password'}
        label={text.current ?? ''}
        hint={text.currentHint ?? ''}
      />
      <FormButton>{text.submit}</FormButton>
    </ActionForm>
  )
}

/** The token that was just created. It is in no other response. */
function CreatedToken({ text }: { text: Record<string, string> }) {
  const token = useFormState()?.createdToken
  if (!token) return null
  return (
    <Notice category="success">
      <p>{text.created}</p>
      <code dir="ltr" className="my-2 block select-all break-all text-base text-ink">
        {token}
      </code>
      <p>{text.createdHint}</p>
    </Notice>
  )
}
