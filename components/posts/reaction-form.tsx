'use client'

import { useActionState, useState } from 'react'
import { Notice } from '@/components/ui/notice'
import type { FormAction } from '@/lib/request/form-state'
import { applyReaction, isReaction } from './reactions'

type Props = {
  id: 'likes' | 'bookmarks'
  action: FormAction
  /** Error texts by code; `failed` for any other error. */
  errors: Record<string, string>
}

/**
 * The form of every Like or Bookmark button on the page. Without JavaScript the buttons submit it. With JavaScript the
 * update is optimistic, and rolled back with a message when the action fails.
 */
export function ReactionForm({ id, action, errors }: Props) {
  const [state, submit] = useActionState(action, null)
  const [error, setError] = useState<string | null>(state?.code ?? null)
  return (
    <>
      <form
        id={id}
        action={submit}
        hidden
        onSubmit={async (event) => {
          const { submitter } = event.nativeEvent as SubmitEvent
          event.preventDefault()
          if (!(submitter instanceof HTMLButtonElement) || !isReaction(submitter.name)) return
          setError(null)
          setError(await applyReaction(action, submitter.name, Number(submitter.value)))
        }}
      />
      {error && (
        <div className="toasts">
          <Notice category="danger">{errors[error] ?? errors.failed}</Notice>
        </div>
      )}
    </>
  )
}
