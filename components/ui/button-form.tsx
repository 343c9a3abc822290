'use client'

import type { ReactNode } from 'react'
import type { FormAction, FormState } from '@/lib/request/form-state'
import { focusOn } from './focus'
import { type FormTexts, useFormTexts } from './form-texts'
import { Notice } from './notice'
import { useFormAction } from './use-form-action'

type Props = {
  action: FormAction
  /** Shown as the message of the page once it is done. */
  done?: string
  className?: string
  /** Selector of what has the focus once it is done, for a button that is gone then. */
  focusAfter?: string
  /** Says that it failed at the foot of the window, where there is no room below the buttons. */
  floating?: boolean
  children: ReactNode
}

/** A form with buttons and nothing to fill in. */
export function ButtonForm({ action, done, className, focusAfter, floating = false, children }: Props) {
  const texts = useFormTexts()
  const { answer, pending, formProps } = useFormAction(action, {
    ...(done && { done }),
    afterwards() {
      if (focusAfter) focusOn(document.querySelector<HTMLElement>(focusAfter))
    },
  })
  return (
    <form {...formProps} className={className} aria-busy={pending || undefined}>
      {children}
      {answer && !answer.ok && (
        <div className={floating ? 'fixed inset-x-4 bottom-4 z-20 mx-auto max-w-2xl shadow-lg' : 'mt-2'}>
          <Notice category="danger">{reason(answer, texts)}</Notice>
        </div>
      )}
    </form>
  )
}

function reason({ code }: NonNullable<FormState>, texts: FormTexts): string {
  if (code === 'not-sent') return texts.notSent
  if (code === 'outdated') return texts.outdated
  return (code === 'rate-limited' && texts.refusals[code]) || texts.refused
}
