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

/** A username to sign up or to change to, which tells while it is typed that it is taken or reserved. */
export function UsernameField(props: Props) {
  const [refusal, check] = useUsernameCheck()
  return (
    <FormField
      {...props}
      name="username"
      error={refusal}
      onInput={({ currentTarget }: InputEvent<HTMLInputElement>) => check(currentTarget.value)}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
    />
  )
}
