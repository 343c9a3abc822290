'use client'

import { ActionForm, FormButton } from '@/components/ui/action-form'
import { CurrentPassword } from '@/components/users/current-password'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { createWebhookAction } from '@/lib/webhooks/actions'
import { newWebhookInput } from '@/lib/webhooks/schema'
import { SecretNotice } from './secret-notice'
import { WebhookFields } from './webhook-fields'
import type { FormContext } from './webhook-texts'

/** Creates a webhook and shows its signing secret once. */
export function NewWebhookForm({ proof, text, fieldErrors, formErrors }: FormContext) {
  const next = '/account/webhooks'
  const lead = formErrors.reauthenticate ?? ''
  const reauthenticate = <LogInAgainLink next={next} lead={lead} label={text.logInAgain ?? ''} />
  return (
    <ActionForm
      action={createWebhookAction}
      schema={newWebhookInput}
      address={next}
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate }}
      label={text.create ?? ''}
    >
      <SecretNotice lead={text.created ?? ''} hint={text.secretHint ?? ''} />
      <WebhookFields text={text} fieldErrors={fieldErrors} />
      <CurrentPassword
        required={proof === 'password'}
        label={text.current ?? ''}
        hint={text.currentHint ?? ''}
      />
      <FormButton>{text.submit}</FormButton>
    </ActionForm>
  )
}
