'use client'

import type { ReactNode } from 'react'
import type { FormState } from '@/lib/request/form-state'
import { Button } from './button'
import { useFormTexts } from './form-texts'
import { Notice } from './notice'

type Props = {
  state: FormState
  /** Error texts that differ from the common ones, by code. */
  formErrors?: Record<string, ReactNode>
  /** Whether the form has text fields, which keep their text. */
  hasText?: boolean
  /** Follows the error text. */
  children?: ReactNode
}

/** The error of a form as a whole, with a button to send it again. Renders nothing for field errors. */
export function FormError({ state, formErrors, hasText = false, children }: Props) {
  const texts = useFormTexts()
  if (!state?.code || state.fieldErrors) return null
  const errors: Record<string, ReactNode> = {
    ...texts.formErrors,
    ...formErrors,
    'not-sent': hasText ? texts.textKept : texts.notSent,
    outdated: texts.outdated,
  }
  return (
    <Notice category="danger">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p>
          {errors[state.code] ?? errors.invalid} {children}
        </p>
        {(state.code === 'not-sent' || state.code === 'conflict') && (
          <Button variant="secondary">{texts.tryAgain}</Button>
        )}
        {state.code === 'outdated' && (
          <Button type="button" variant="secondary" onClick={() => location.reload()}>
            {texts.reload}
          </Button>
        )}
      </div>
    </Notice>
  )
}
