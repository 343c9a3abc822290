'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { flushSync } from 'react-dom'
import { buttonErrorText } from '@/components/ui/button-form'
import { findMainHeading, focusElement } from '@/components/ui/focus'
import { useFormTexts, useShowFormResult } from '@/components/ui/form-texts'
import { callAction } from '@/components/ui/use-form-action'
import { deletePostAction, restorePostAction } from '@/lib/deletions/actions'
import type { FormAction, FormState } from '@/lib/request/form-state'
import { postChanges } from './post-changes'

export type DeleteTexts = {
  success: string
  gone: string
  undo: string
  restored: string
  notRestored: string
}

/**
 * @returns A function that deletes a post. The post disappears at once, and appears again with a reason when the deletion
 *   is refused. The message after success has a button that restores the post.
 */
export function useDeletePost(text: DeleteTexts): (id: number) => void {
  const router = useRouter()
  const formTexts = useFormTexts()
  const showResult = useShowFormResult()
  const errorOf = (result: NonNullable<FormState>, notFound: string) =>
    result.code === 'not-found' ? notFound : buttonErrorText(result, formTexts)

  const restore = (id: number, path: string): void =>
    send(restorePostAction, id, (result) => {
      const { ok, code, at } = result
      if (!ok) {
        const action = code !== 'not-found' && { action: { label: text.undo, run: () => restore(id, path) } }
        return showResult({ message: errorOf(result, text.notRestored), category: 'danger', at, ...action })
      }
      postChanges.change(id, { deleted: false })
      showResult({
        message: text.restored,
        at,
        onShown() {
          if (location.pathname !== path) router.push(path)
          else focusFirst([`post-${id}`])
        },
      })
    })

  return (id) => {
    const path = location.pathname
    const neighbours = neighboursOf(`post-${id}`)
    const showAgain = () => postChanges.change(id, { deleted: false })
    // Renders synchronously, so that the post is gone before the focus moves to a neighbour.
    flushSync(() => postChanges.change(id, { deleted: true }))
    focusFirst(neighbours)
    const show = (result: NonNullable<FormState>) => {
      const { ok, code, next, at } = result
      if (!ok) {
        if (code !== 'not-found') showAgain()
        return showResult({ message: errorOf(result, text.gone), category: 'danger', at })
      }
      showResult({
        message: text.success,
        action: { label: text.undo, run: () => restore(id, path) },
        at,
        onShown() {
          // Back must not lead to the deleted post. Does nothing if the user has navigated away in the meantime.
          if (next && location.pathname === path) router.replace(next)
        },
      })
    }
    send(deletePostAction, id, show, showAgain)
  }
}

/**
 * Calls an action with the id of a post, and shows its result together with the page that the server sent.
 * @param onRedirect Called when the session has ended: the action redirects to the log-in page.
 */
function send(
  action: FormAction,
  id: number,
  show: (result: NonNullable<FormState>) => void,
  onRedirect?: () => void,
): void {
  const form = new FormData()
  form.set('id', String(id))
  startTransition(async () => {
    try {
      const result = await callAction(action, form)
      if (result) startTransition(() => show(result))
    } catch (redirect) {
      onRedirect?.()
      throw redirect
    }
  })
}

/** The ids of the next and the previous entry of a list. */
function neighboursOf(id: string): string[] {
  const entry = document.getElementById(id)
  return [entry?.nextElementSibling?.id, entry?.previousElementSibling?.id].filter(
    (name) => name !== undefined,
  )
}

/** Focuses the first of these elements that exists, or the heading of the page. */
function focusFirst(ids: string[]): void {
  focusElement(ids.map((id) => document.getElementById(id)).find(Boolean) ?? findMainHeading())
}
