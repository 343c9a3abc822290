'use client'

import type { InputEvent } from 'react'
import { FormField } from '@/components/ui/action-form'
import { usePasswordStrength } from './use-password-strength'

type Props = {
  label: string
  hint: string
  /** Texts of the form's fieldErrors, by key. */
  fieldErrors: Record<string, string>
  language: string
  /** Whose password it is; in a form that asks for name and address these are read from it. */
  person?: { username: string; email: string; displayName: string }
}

/** A new password, with the reason why it is easily guessed in place of the hint while it is typed. */
export function NewPasswordField({ label, hint, fieldErrors, language, person }: Props) {
  const [reason, estimate] = usePasswordStrength(language)
  const onInput = ({ currentTarget: { value, form } }: InputEvent<HTMLInputElement>) =>
    estimate(value, person ?? { username: typedIn(form, 'username'), email: typedIn(form, 'email') })
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

function typedIn(form: HTMLFormElement | null, name: string): string {
  const field = form?.elements.namedItem(name)
  return field instanceof HTMLInputElement ? field.value : ''
}
