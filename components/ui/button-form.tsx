'use client'

import type { ReactNode } from 'react'
import type { FormAction, FormState } from '@/lib/request/form-state'
import { focusElement } from './focus'
import { type FormTexts, useFormTexts } from './form-texts'
import { Notice } from './notice'
import { useFormAction } from './use-form-action'

type Props = {
  action: FormAction
  /** Shown as the message of the page after success. */
  successMessage?: string
  className?: string
  /** Selector of the element to focus after success, for a button that is then removed. */
  focusAfter?: string
  /** Shows an error at the bottom of the window, where there is no room below the buttons. */
  floating?: boolean
  children: ReactNode
}

/** A form that has buttons and no fields. */
export function ButtonForm({
  action,
  successMessage,
  className,
  focusAfter,
  floating = false,
  children,
}: Props) {
  const texts = useFormTexts()
  const { state, pending, formProps } = useFormAction(action, {
    ...(successMessage && { successMessage }),
    onShown() {
      if (focusAfter) focusElement(document.querySelector<HTMLElement>(focusAfter))
    },
  })
  return (
    <form {...formProps} className={className} aria-busy={pending || undefined}>
      {children}
      {state && !state.ok && (
        <div className={floating ? 'fixed inset-x-4 bottom-4 z-20 mx-auto max-w-2xl shadow-lg' : 'mt-2'}>
          <Notice category="danger">{errorText(state, texts)}</Notice>
        </div>
      )}
    </form>
  )
}

function errorText({ code }: NonNullable<FormState>, texts: FormTexts): string {
  if (code === 'not-sent') return texts.notSent
  if (code === 'outdated') return texts.outdated
  return (code === 'rate-limited' && texts.formErrors[code]) || texts.failed
}
