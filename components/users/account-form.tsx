'use client'

import { type InputEvent, type ReactNode, useState } from 'react'
import { ActionForm, FormButton, type FormDraft, FormField } from '@/components/ui/action-form'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { updateAccountAction } from '@/lib/users/actions'
import { accountInput } from '@/lib/users/schema'
import { CurrentPassword } from './current-password'
import { LogInAgainLink } from './log-in-again'
import { UsernameField } from './username-field'

type Props = {
  /** The initial values: those of the account, or of a draft. */
  values: { username: string; displayName: string; email: string; aboutMe: string }
  /** The email address of the account. */
  email: string
  /** What is missing until an address is confirmed. */
  emailStatus: ReactNode
  /** The proof of identity that a change of the email address needs. */
  proof: RequiredProof
  draft: FormDraft
  /** Bytes of a picture. A larger one is not sent, because the host might refuse it without a message. */
  maxPictureBytes: number
  text: Record<string, string>
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

export function AccountForm({
  values,
  email,
  emailStatus,
  proof,
  draft,
  maxPictureBytes,
  text,
  fieldErrors,
  formErrors,
}: Props) {
  const [emailChanged, setEmailChanged] = useState(values.email !== email)
  const logInAgain = (
    <LogInAgainLink next="/account" lead={formErrors.reauthenticate ?? ''} label={text.logInAgain ?? ''} />
  )
  return (
    <ActionForm
      action={updateAccountAction}
      schema={accountInput}
      address="/account"
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate: logInAgain }}
      label={text.title ?? ''}
      successMessage={text.success}
      draft={{ ...draft, shown: values }}
      findErrors={(data) =>
        (data.get('picture') as File).size > maxPictureBytes ? { picture: 'picture.tooLarge' } : {}
      }
    >
      <FormField
        name="picture"
        type="file"
        label={text.picture ?? ''}
        hint={text.pictureHint}
        accept="image/jpeg,image/png,image/webp,image/gif"
      />
      <UsernameField label={text.username ?? ''} value={values.username} />
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
        dir="ltr"
        label={text.email ?? ''}
        hint={text.emailHint}
        value={values.email}
        onInput={({ currentTarget: { value } }: InputEvent<HTMLInputElement>) =>
          setEmailChanged(value.trim() !== email)
        }
        autoComplete="email"
      />
      {emailStatus}
      <CurrentPassword
        required={proof === 'password' && emailChanged}
        label={text.current ?? ''}
        hint={text.currentHint ?? ''}
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
