'use client'

import { FormField, useFieldError } from '@/components/ui/action-form'

type Props = { required: boolean; label: string; hint: string; fieldId?: string }

/** The current password, shown when a change requires it or when the server has rejected the form without it. */
export function CurrentPassword({ required, label, hint, fieldId }: Props) {
  const error = useFieldError('current')
  if (!required && !error) return null
  return (
    <FormField
      name="current"
      type="password"
      label={label}
      hint={hint}
      autoComplete="current-password"
      {...(fieldId && { fieldId })}
    />
  )
}
