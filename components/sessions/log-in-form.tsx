'use client'

import { ActionForm, FormButton, FormCheckbox, FormField } from '@/components/ui/action-form'
import { logInAction } from '@/lib/sessions/actions'
import { type LogInReason, logInInput, logInPath } from '@/lib/sessions/schema'

const draft = { key: { member: 0, form: 'log-in', place: '/login' }, pristine: { identifier: '' } }

type Props = {
  next: string
  reason: LogInReason | undefined
  text: Record<string, string>
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

export function LogInForm({ next, reason, text, fieldErrors, formErrors }: Props) {
  const address = next === '/' && !reason ? '/login' : logInPath(next, reason)
  return (
    <ActionForm
      action={logInAction}
      schema={logInInput}
      address={address}
      fieldErrors={fieldErrors}
      formErrors={formErrors}
      label={text.title ?? ''}
      draft={draft}
    >
      <input type="hidden" name="next" value={next} />
      <FormField
        name="identifier"
        label={text.identifier ?? ''}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <FormField
        name="password"
        type="password"
        label={text.password ?? ''}
        autoComplete="current-password"
      />
      <FormCheckbox name="remember" label={text.remember ?? ''} />
      <FormButton>{text.button}</FormButton>
    </ActionForm>
  )
}
