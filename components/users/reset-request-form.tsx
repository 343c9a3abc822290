'use client'

import { ActionForm, FormButton, FormField } from '@/components/ui/action-form'
import { requestPasswordResetAction } from '@/lib/recovery/actions'
import { resetRequestDraft, resetRequestInput } from '@/lib/recovery/schema'

const draft = { key: resetRequestDraft, pristine: { email: '' } }

type Props = {
  text: { title: string; email: string; button: string }
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

export function ResetRequestForm({ text, fieldErrors, formErrors }: Props) {
  return (
    <ActionForm
      action={requestPasswordResetAction}
      schema={resetRequestInput}
      address="/reset-password"
      fieldErrors={fieldErrors}
      formErrors={formErrors}
      label={text.title}
      draft={draft}
    >
      <FormField name="email" type="email" label={text.email} autoComplete="email" autoFocus />
      <FormButton>{text.button}</FormButton>
    </ActionForm>
  )
}
