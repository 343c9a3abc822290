'use client'

import { FormCheckbox, FormField, useFieldError } from '@/components/ui/action-form'
import { type WebhookEvent, webhookEvents } from '@/lib/webhook-events/schema'
import { checkboxNameOf } from '@/lib/webhooks/schema'

type Props = {
  text: Record<string, string>
  fieldErrors: Record<string, string>
  url?: string
  chosen?: WebhookEvent[]
  includesText?: boolean
}

/** The address of a webhook, and a checkbox for each event. */
export function WebhookFields({ text, fieldErrors, url = '', chosen = [], includesText = false }: Props) {
  const error = useFieldError('events')
  return (
    <>
      <FormField
        name="url"
        inputMode="url"
        label={text.url ?? ''}
        hint={text.urlHint}
        value={url}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
      />
      <fieldset aria-describedby={error && 'events-error'} className="grid gap-1">
        <legend className="mb-1 text-sm font-semibold">{text.events}</legend>
        <div className="grid sm:grid-cols-2">
          {webhookEvents.map((event) => (
            <FormCheckbox
              key={event}
              name={checkboxNameOf(event)}
              label={text[event] ?? event}
              checked={chosen.includes(event)}
            />
          ))}
        </div>
        {error && (
          <p id="events-error" role="alert" className="text-sm font-medium text-bad">
            {fieldErrors[error] ?? error}
          </p>
        )}
      </fieldset>
      <FormCheckbox
        name="includes_text"
        label={text.includesText ?? ''}
        hint={text.includesTextHint}
        checked={includesText}
      />
    </>
  )
}
