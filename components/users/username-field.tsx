'use client'

import type { InputEvent } from 'react'
import { FormField } from '@/components/ui/action-form'
import { useUsernameCheck } from './use-username-check'

type Props = {
  label: string
  hint?: string | undefined
  value?: string
  autoFocus?: boolean
}

/** A field for a new username. During input it shows whether the name is taken or reserved. */
export function UsernameField(props: Props) {
  const [error, check] = useUsernameCheck()
  return (
    <FormField
      {...props}
      name="username"
      error={error}
      onInput={({ currentTarget }: InputEvent<HTMLInputElement>) => check(currentTarget.value)}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
    />
  )
}
