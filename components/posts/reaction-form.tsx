'use client'

import { useActionState, useRef, useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { callAction } from '@/components/ui/use-form-action'
import { fillTemplate, type Template } from '@/lib/i18n/templates'
import type { FormAction } from '@/lib/request/form-state'

type Props = {
  id: 'likes' | 'bookmarks'
  action: FormAction
  /** The texts of the buttons, by name. */
  labels: Record<string, string>
  /** The label of the count beside a button; absent where there is none. */
  countLabel?: Template
  /** Error texts by code; `failed` for any other error. */
  errors: Record<string, string>
}

type ButtonTexts = Pick<Props, 'id' | 'labels' | 'countLabel'>

/** The inverse of each verb. The name of a button is the verb that it sends. */
const inverse: Record<string, string> = {
  like: 'unlike',
  unlike: 'like',
  bookmark: 'unbookmark',
  unbookmark: 'bookmark',
}

/**
 * The form of every Like or Bookmark button on the page, those added later included. Without JavaScript the buttons
 * submit it. With JavaScript the update is optimistic, and rolled back with a message when the action fails.
 */
export function ReactionForm({ id, action, labels, countLabel, errors }: Props) {
  const [state, submit] = useActionState(action, null)
  const [error, setError] = useState<string | null>(state?.code ?? null)
  /** The verb last requested for each post with a request in progress. */
  const requested = useRef(new Map<string, string>())

  const show = (verb: string, post: string) => updateButtons({ id, labels, countLabel }, verb, post)

  async function request(verb: string, post: string): Promise<void> {
    const busy = requested.current.has(post)
    requested.current.set(post, verb)
    show(verb, post)
    // The loop of the request in progress sends the verb.
    if (busy) return
    setError(null)
    let done = inverse[verb] ?? ''
    try {
      for (let next = verb; next !== done; next = requested.current.get(post) ?? done) {
        await send(action, next, post)
        done = next
      }
    } catch (error) {
      show(done, post)
      setError(error instanceof ActionError ? error.message : 'failed')
    }
    requested.current.delete(post)
  }

  return (
    <>
      <form
        id={id}
        action={submit}
        hidden
        onSubmit={(event) => {
          const { submitter } = event.nativeEvent as SubmitEvent
          event.preventDefault()
          if (submitter instanceof HTMLButtonElement) void request(submitter.name, submitter.value)
        }}
      />
      {error && (
        <div className="fixed inset-x-4 bottom-4 z-20 mx-auto max-w-2xl shadow-lg">
          <Notice category="danger">{errors[error] ?? errors.failed}</Notice>
        </div>
      )}
    </>
  )
}

class ActionError extends Error {}

async function send(action: FormAction, verb: string, post: string): Promise<void> {
  const form = new FormData()
  form.set(verb, post)
  const state = await callAction(action, form)
  if (state && !state.ok) throw new ActionError(state.code)
}

/** Shows the buttons of a post as they are after `verb`, and the count beside them. */
function updateButtons({ id, labels, countLabel }: ButtonTexts, verb: string, post: string): void {
  const next = inverse[verb] ?? verb
  const selector = `button[form="${id}"][name="${verb}"][value="${post}"]`
  for (const button of document.querySelectorAll<HTMLButtonElement>(selector)) {
    button.name = next
    button.textContent = labels[next] ?? ''
    const link = button.nextElementSibling
    if (!countLabel || !(link instanceof HTMLAnchorElement)) continue
    const count = String(Number(link.textContent) + (verb === 'like' ? 1 : -1))
    link.textContent = count
    link.hidden = count === '0'
    link.ariaLabel = fillTemplate(countLabel, count)
  }
}
