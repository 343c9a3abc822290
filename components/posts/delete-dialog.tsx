'use client'

import { useLayoutEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { type DeleteTexts, useDeletePost } from './use-delete-post'

export type DeleteDialogTexts = DeleteTexts & { title: string; lead: string; confirm: string; cancel: string }

/** A confirmation dialog for every Delete button on the page, those loaded later included. */
export function DeleteDialog({ text }: { text: DeleteDialogTexts }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useRef(0)
  const deletePost = useDeletePost(text)
  // A passive effect would run later: the browser may handle a click between hydration and that.
  useLayoutEffect(() => {
    const confirm = (event: SubmitEvent) => {
      const post = /(\d+)\/delete$/.exec(event.submitter?.getAttribute('formaction') ?? '')?.[1]
      if (!post || !dialog.current) return
      event.preventDefault()
      id.current = Number(post)
      dialog.current.showModal()
    }
    document.addEventListener('submit', confirm)
    return () => document.removeEventListener('submit', confirm)
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby="delete-title"
      aria-describedby="delete-lead"
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-xl border border-line bg-card p-6 text-ink"
    >
      <h2 id="delete-title" className="text-lg font-bold">
        {text.title}
      </h2>
      <p id="delete-lead" className="mt-1 text-quiet">
        {text.lead}
      </p>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button type="button" variant="secondary" onClick={() => dialog.current?.close()}>
          {text.cancel}
        </Button>
        <Button
          type="button"
          variant="danger"
          onClick={() => {
            dialog.current?.close()
            deletePost(id.current)
          }}
        >
          {text.confirm}
        </Button>
      </div>
    </dialog>
  )
}
