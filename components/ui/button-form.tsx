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
  /** For buttons outside of the form. */
  id?: string
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
  id,
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
    <form {...formProps} id={id} className={className} aria-busy={pending || undefined}>
      {children}
      {state && !state.ok && (
        <div className={floating ? 'toasts' : 'mt-2'}>
          <Notice category="danger">{buttonErrorText(state, texts)}</Notice>
        </div>
      )}
    </form>
  )
}

/** The error of a form that has buttons and no fields. */
export function buttonErrorText({ code }: NonNullable<FormState>, texts: FormTexts): string {
  if (code === 'not-sent') return texts.notSent
  if (code === 'outdated') return texts.outdated
  return (code === 'rate-limited' && texts.formErrors[code]) || texts.failed
}
