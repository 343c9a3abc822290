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
  formErrors: Record<string, string>
}

type ButtonTexts = Pick<Props, 'id' | 'labels' | 'countLabel'>

/** Each verb's way back. A button's name is the verb that pressing it asks for. */
const undo: Record<string, string> = {
  like: 'unlike',
  unlike: 'like',
  bookmark: 'unbookmark',
  unbookmark: 'bookmark',
}

/**
 * The form of every Like or Bookmark button on the page, those that come later included. Without JavaScript they send
 * it. With it a press shows at once, and is taken back with a word of why when the server refuses.
 */
export function ReactionForm({ id, action, labels, countLabel, formErrors }: Props) {
  const [answer, submit] = useActionState(action, null)
  const [problem, setProblem] = useState<string | null>(answer?.code ?? null)
  /** The verb last asked for, by post, while the server has not answered. */
  const asked = useRef(new Map<string, string>())

  const show = (verb: string, post: string) => updateButtons({ id, labels, countLabel }, verb, post)

  async function press(verb: string, post: string): Promise<void> {
    const busy = asked.current.has(post)
    asked.current.set(post, verb)
    show(verb, post)
    // Whoever presses again before the answer is heard by the loop that waits for it.
    if (busy) return
    setProblem(null)
    let done = undo[verb] ?? ''
    try {
      for (let next = verb; next !== done; next = asked.current.get(post) ?? done) {
        await send(action, next, post)
        done = next
      }
    } catch (error) {
      show(done, post)
      setProblem(error instanceof Refusal ? error.message : 'failed')
    }
    asked.current.delete(post)
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
          if (submitter instanceof HTMLButtonElement) void press(submitter.name, submitter.value)
        }}
      />
      {problem && (
        <div className="fixed inset-x-4 bottom-4 z-20 mx-auto max-w-2xl shadow-lg">
          <Notice category="danger">{formErrors[problem] ?? formErrors.failed}</Notice>
        </div>
      )}
    </>
  )
}

class Refusal extends Error {}

async function send(action: FormAction, verb: string, post: string): Promise<void> {
  const form = new FormData()
  form.set(verb, post)
  const answer = await callAction(action, form)
  if (answer && !answer.ok) throw new Refusal(answer.code)
}

/** Shows the buttons of a post as they are after `verb`, and the count beside them. */
function updateButtons({ id, labels, countLabel }: ButtonTexts, verb: string, post: string): void {
  const back = undo[verb] ?? verb
  const selector = `button[form="${id}"][name="${verb}"][value="${post}"]`
  for (const button of document.querySelectorAll<HTMLButtonElement>(selector)) {
    button.name = back
    button.textContent = labels[back] ?? ''
    const link = button.nextElementSibling
    if (!countLabel || !(link instanceof HTMLAnchorElement)) continue
    // At nought there is no number.
    const count = String(Number(link.textContent) + (verb === 'like' ? 1 : -1))
    link.textContent = count
    link.hidden = count === '0'
    link.ariaLabel = fillTemplate(countLabel, count)
  }
}
