'use client'

import { ActionForm, FormButton, FormField } from '@/components/ui/action-form'
import { updateAccountAction } from '@/lib/users/actions'
import { accountInput } from '@/lib/users/schema'
import { UsernameField } from './username-field'

type Props = {
  values: { username: string; displayName: string; email: string; aboutMe: string }
  text: Record<string, string>
  errors: Record<string, string>
  refusals: Record<string, string>
}

export function AccountForm({ values, text, errors, refusals }: Props) {
  return (
    <ActionForm
      action={updateAccountAction}
      schema={accountInput}
      address="/account"
      errors={errors}
      refusals={refusals}
      label={text.title ?? ''}
    >
      <FormField
        name="picture"
        type="file"
        label={text.picture ?? ''}
        hint={text.pictureHint}
        accept="image/jpeg,image/png,image/webp,image/gif"
      />
      <UsernameField label={text.username ?? ''} value={values.username} autoFocus />
      <FormField
        name="displayName"
        label={text.displayName ?? ''}
        hint={text.displayNameHint}
        value={values.displayName}
        autoComplete="name"
        dir="auto"
      />
      <FormField
        name="email"
        type="email"
        label={text.email ?? ''}
        value={values.email}
        autoComplete="email"
      />
      <FormField
        name="aboutMe"
        rows={4}
        label={text.aboutMe ?? ''}
        hint={text.aboutMeHint}
        value={values.aboutMe}
        dir="auto"
      />
      <FormButton>{text.save}</FormButton>
    </ActionForm>
  )
}
