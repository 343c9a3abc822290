'use client'

import { ActionForm, FormButton } from '@/components/ui/action-form'
import { CurrentPassword } from '@/components/users/current-password'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { rotateSecretAction } from '@/lib/webhooks/actions'
import { proofInput } from '@/lib/webhooks/schema'
import { SecretNotice } from './secret-notice'
import type { FormContext } from './webhook-texts'

/** Replaces the signing secret of a webhook and shows the new one once. */
export function SecretForm({ id, proof, text, fieldErrors, formErrors }: FormContext & { id: number }) {
  const next = `/account/webhooks/${id}` as const
  const lead = formErrors.reauthenticate ?? ''
  const reauthenticate = <LogInAgainLink next={next} lead={lead} label={text.logInAgain ?? ''} />
  return (
    <ActionForm
      action={rotateSecretAction}
      schema={proofInput}
      address={next}
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate }}
      label={text.secret ?? ''}
    >
      <input type="hidden" name="id" value={id} />
      <SecretNotice lead={text.rotated ?? ''} hint={text.secretHint ?? ''} />
      <CurrentPassword
        required={proof === 'password'}
        label={text.current ?? ''}
        hint={text.currentHint ?? ''}
        fieldId="secret-current"
      />
      <FormButton variant="secondary">{text.rotate}</FormButton>
    </ActionForm>
  )
}
