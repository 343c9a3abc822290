'use client'

import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { findMainHeading, focusElement } from '@/components/ui/focus'
import { FormError } from '@/components/ui/form-error'
import { useFormAction } from '@/components/ui/use-form-action'
import { deletePostAction } from '@/lib/posts/actions'
import { postChanges } from './post-changes'

type Props = { text: { title: string; lead: string; confirm: string; cancel: string; success: string } }

/** A confirmation dialog for every Delete button on the page, those loaded later included. */
export function DeleteDialog({ text }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useRef<HTMLInputElement>(null)
  const neighbours = useRef<string[]>([])
  const { state, pending, formProps } = useFormAction(deletePostAction, {
    successMessage: text.success,
    onResult({ ok }) {
      if (!ok) return
      postChanges.change(Number(id.current?.value), { deleted: true })
      dialog.current?.close()
    },
    onShown() {
      const next = neighbours.current.map((entry) => document.getElementById(entry)).find(Boolean)
      focusElement(next ?? findMainHeading())
    },
  })
  useEffect(() => {
    const confirm = (event: SubmitEvent) => {
      const post = /(\d+)\/delete$/.exec(event.submitter?.getAttribute('formaction') ?? '')?.[1]
      if (!post || !dialog.current || !id.current) return
      event.preventDefault()
      id.current.value = post
      neighbours.current = neighboursOf(`post-${post}`)
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
      <form {...formProps} className="mt-5 flex flex-wrap justify-end gap-2">
        <FormError state={state} />
        <input ref={id} type="hidden" name="id" />
        <Button type="button" variant="secondary" onClick={() => dialog.current?.close()}>
          {text.cancel}
        </Button>
        <Button variant="danger" pending={pending}>
          {text.confirm}
        </Button>
      </form>
    </dialog>
  )
}

/** The ids of the next and the previous entry, which get the focus after the deletion. */
function neighboursOf(id: string): string[] {
  const entry = document.getElementById(id)
  return [entry?.nextElementSibling?.id, entry?.previousElementSibling?.id].filter(
    (name) => name !== undefined,
  )
}
