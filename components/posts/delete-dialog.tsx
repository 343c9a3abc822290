'use client'

import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { focusOn, mainHeading } from '@/components/ui/focus'
import { FormRefusal } from '@/components/ui/form-refusal'
import { useFormAction } from '@/components/ui/use-form-action'
import { deletePostAction } from '@/lib/posts/actions'

type Props = { text: { title: string; lead: string; confirm: string; keep: string; done: string } }

/** Asks in place, for every Delete button on the page, those loaded later included. */
export function DeleteDialog({ text }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useRef<HTMLInputElement>(null)
  const neighbours = useRef<string[]>([])
  const deleted = useRef('')
  const { answer, pending, formProps } = useFormAction(deletePostAction, {
    done: text.done,
    onAnswer({ ok }) {
      if (ok) dialog.current?.close()
    },
    afterwards() {
      removeLoaded(deleted.current)
      const next = neighbours.current.map((entry) => document.getElementById(entry)).find(Boolean)
      focusOn(next ?? mainHeading())
    },
  })
  useEffect(() => {
    const ask = (event: SubmitEvent) => {
      const post = /(\d+)\/delete$/.exec(event.submitter?.getAttribute('formaction') ?? '')?.[1]
      if (!post || !dialog.current || !id.current) return
      event.preventDefault()
      id.current.value = post
      deleted.current = `post-${post}`
      neighbours.current = neighboursOf(deleted.current)
      dialog.current.showModal()
    }
    document.addEventListener('submit', ask)
    return () => document.removeEventListener('submit', ask)
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
        <FormRefusal answer={answer} />
        <input ref={id} type="hidden" name="id" />
        <Button type="button" variant="secondary" onClick={() => dialog.current?.close()}>
          {text.keep}
        </Button>
        <Button variant="danger" pending={pending}>
          {text.confirm}
        </Button>
      </form>
    </dialog>
  )
}

/** The ids of the entries after and before one: where the focus goes when that is gone. */
function neighboursOf(id: string): string[] {
  const entry = document.getElementById(id)
  return [entry?.nextElementSibling?.id, entry?.previousElementSibling?.id].filter(
    (name) => name !== undefined,
  )
}

/** React does not know entries that were loaded by scrolling (entries.ts), so it does not remove them either. */
function removeLoaded(id: string): void {
  const entry = document.getElementById(id)
  if (entry?.dataset.loaded !== undefined) entry.remove()
}
