'use client'

import { useActionState, useRef, useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { attempt } from '@/components/ui/use-form-action'
import type { FormAction } from '@/lib/request/form-state'

type Props = {
  id: 'likes' | 'bookmarks'
  action: FormAction
  /** What the buttons say, by their name; `count`, with {count}, is how many there are. */
  labels: Record<string, string>
  refusals: Record<string, string>
}

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
export function ReactionForm({ id, action, labels, refusals }: Props) {
  const [answer, submit] = useActionState(action, null)
  const [problem, setProblem] = useState<string | null>(answer?.code ?? null)
  /** The verb last asked for, by post, while the server has not answered. */
  const asked = useRef(new Map<string, string>())

  async function press(verb: string, post: string): Promise<void> {
    const busy = asked.current.has(post)
    asked.current.set(post, verb)
    show(id, labels, verb, post)
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
      show(id, labels, done, post)
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
          <Notice category="danger">{refusals[problem] ?? refusals.failed}</Notice>
        </div>
      )}
    </>
  )
}

class Refusal extends Error {}

async function send(action: FormAction, verb: string, post: string): Promise<void> {
  const form = new FormData()
  form.set(verb, post)
  const answer = await attempt(action, form)
  if (answer && !answer.ok) throw new Refusal(answer.code)
}

/** Turns the buttons of a post to what they are once `verb` is done, and the count beside them with it. */
function show(form: string, labels: Record<string, string>, verb: string, post: string): void {
  const back = undo[verb] ?? verb
  const selector = `button[form="${form}"][name="${verb}"][value="${post}"]`
  for (const button of document.querySelectorAll<HTMLButtonElement>(selector)) {
    button.name = back
    button.textContent = labels[back] ?? ''
    const link = button.nextElementSibling
    if (!labels.count || !(link instanceof HTMLAnchorElement)) continue
    // At nought there is no number.
    const count = String(Number(link.textContent) + (verb === 'like' ? 1 : -1))
    link.textContent = count
    link.hidden = count === '0'
    link.ariaLabel = labels.count.replace('{count}', count)
  }
}
