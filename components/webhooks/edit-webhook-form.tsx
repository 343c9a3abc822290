'use client'

import { ActionForm, FormButton, FormCheckbox } from '@/components/ui/action-form'
import { CurrentPassword } from '@/components/users/current-password'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { updateWebhookAction } from '@/lib/webhooks/actions'
import { newWebhookInput } from '@/lib/webhooks/schema'
import type { WebhookView } from '@/lib/webhooks/view'
import { WebhookFields } from './webhook-fields'
import type { FormContext } from './webhook-texts'

type Props = FormContext & { webhook: WebhookView; savedMessage: string }

/** Changes the address, the events and the state of a webhook. */
export function EditWebhookForm({ webhook, savedMessage, proof, text, fieldErrors, formErrors }: Props) {
  const { id, url, events, includesText, state } = webhook
  const next = `/account/webhooks/${id}` as const
  const lead = formErrors.reauthenticate ?? ''
  const reauthenticate = <LogInAgainLink next={next} lead={lead} label={text.logInAgain ?? ''} />
  return (
    <ActionForm
      // Uncontrolled checkboxes keep their first state: remount the form when the values change.
      key={[url, events, includesText, state].join()}
      action={updateWebhookAction}
      schema={newWebhookInput}
      address={next}
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate }}
      label={text.settings ?? ''}
      successMessage={savedMessage}
    >
      <input type="hidden" name="id" value={id} />
      <WebhookFields
        text={text}
        fieldErrors={fieldErrors}
        url={url}
        chosen={events}
        includesText={includesText}
      />
      <FormCheckbox name="active" label={text.active ?? ''} checked={state === 'active'} />
      <CurrentPassword
        required={proof === 'password'}
        label={text.current ?? ''}
        hint={text.currentHint ?? ''}
      />
      <FormButton>{text.save}</FormButton>
    </ActionForm>
  )
}
