'use client'

import { ActionForm, FormButton, FormField } from '@/components/ui/action-form'
import { signUpAction } from '@/lib/users/actions'
import { signUpInput } from '@/lib/users/schema'

type Props = {
  text: Record<string, string>
  errors: Record<string, string>
  refusals: Record<string, string>
}

export function SignUpForm({ text, errors, refusals }: Props) {
  return (
    <ActionForm
      action={signUpAction}
      schema={signUpInput}
      address="/signup"
      errors={errors}
      refusals={refusals}
      label={text.title ?? ''}
    >
      <FormField
        name="username"
        label={text.username ?? ''}
        hint={text.usernameHint}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <FormField
        name="email"
        type="email"
        label={text.email ?? ''}
        hint={text.emailHint}
        autoComplete="email"
      />
      <FormField
        name="password"
        type="password"
        label={text.password ?? ''}
        hint={text.passwordHint}
        autoComplete="new-password"
      />
      <FormField name="repeat" type="password" label={text.repeat ?? ''} autoComplete="new-password" />
      <FormButton>{text.button}</FormButton>
    </ActionForm>
  )
}
