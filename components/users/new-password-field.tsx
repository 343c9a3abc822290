'use client'

import type { InputEvent } from 'react'
import { FormField } from '@/components/ui/action-form'
import { usePasswordStrength } from './use-password-strength'

type Props = {
  label: string
  hint: string
  /** Texts of field errors, by key. */
  fieldErrors: Record<string, string>
  language: string
  /** The owner of the password; absent when the form has fields for username and email. */
  person?: { username: string; email: string; displayName: string }
}

/** A field for a new password. During input it shows why a password is weak instead of the hint. */
export function NewPasswordField({ label, hint, fieldErrors, language, person }: Props) {
  const [reason, estimate] = usePasswordStrength(language)
  const onInput = ({ currentTarget: { value, form } }: InputEvent<HTMLInputElement>) =>
    estimate(value, person ?? { username: fieldValue(form, 'username'), email: fieldValue(form, 'email') })
  return (
    <FormField
      name="password"
      type="password"
      label={label}
      hint={reason ? fieldErrors[`password.${reason}`] : hint}
      liveHint
      onInput={onInput}
      autoComplete="new-password"
    />
  )
}

function fieldValue(form: HTMLFormElement | null, name: string): string {
  const field = form?.elements.namedItem(name)
  return field instanceof HTMLInputElement ? field.value : ''
}
