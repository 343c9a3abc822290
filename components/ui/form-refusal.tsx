'use client'

import type { ReactNode } from 'react'
import type { FormState } from '@/lib/request/form-state'
import { Button } from './button'
import { useFormTexts } from './form-texts'
import { Notice } from './notice'

type Props = {
  answer: FormState
  /** Texts of refusals that differ from the common ones, by code. */
  refusals?: Record<string, ReactNode>
  /** Whether something was typed that is still there. */
  typed?: boolean
  /** Follows the text of a refusal. */
  children?: ReactNode
}

/** Why a form was not accepted as a whole, inside of it, with the way to send it again. Nothing for errors of fields. */
export function FormRefusal({ answer, refusals, typed = false, children }: Props) {
  const texts = useFormTexts()
  if (!answer?.code || answer.fieldErrors) return null
  const reasons: Record<string, ReactNode> = {
    ...texts.refusals,
    ...refusals,
    'not-sent': typed ? texts.textKept : texts.notSent,
    outdated: texts.outdated,
  }
  return (
    <Notice category="danger">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p>
          {reasons[answer.code] ?? reasons.invalid} {children}
        </p>
        {(answer.code === 'not-sent' || answer.code === 'conflict') && (
          <Button variant="secondary">{texts.tryAgain}</Button>
        )}
        {answer.code === 'outdated' && (
          <Button type="button" variant="secondary" onClick={() => location.reload()}>
            {texts.reload}
          </Button>
        )}
      </div>
    </Notice>
  )
}
