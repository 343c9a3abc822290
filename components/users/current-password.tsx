'use client'

import { FormField, useFieldError } from '@/components/ui/action-form'

type Props = { asked: boolean; label: string; hint: string }

/** The current password, where a change needs it: shown as soon as the form knows, at the latest with the refusal. */
export function CurrentPassword({ asked, label, hint }: Props) {
  const error = useFieldError('current')
  if (!asked && !error) return null
  return (
    <FormField name="current" type="password" label={label} hint={hint} autoComplete="current-password" />
  )
}
