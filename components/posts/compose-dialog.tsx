'use client'

import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import type { TextFormProps } from '@/components/ui/text-form'
import { PostForm } from './post-form'

type Props = {
  form: Pick<TextFormProps, 'submission' | 'draft' | 'restored'>
  text: { title: string; close: string }
}

const openEvent = 'roost:compose'

/** Opens the dialog for a new post. */
export function openComposer(): void {
  document.dispatchEvent(new Event(openEvent))
}

/**
 * A dialog for a new post, on every page. Links with `data-compose` open it; without JavaScript they lead to the composer
 * of the home page. The text stays when the dialog is closed.
 */
export function ComposeDialog({ form, text }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOpen, setOpen] = useState(false)
  // A passive effect would run later: the browser may handle a click between hydration and that.
  useLayoutEffect(() => {
    const open = () => setOpen(true)
    const onClick = (event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || !(event.target instanceof Element)) return
      if (!event.target.closest('[data-compose]')) return
      event.preventDefault()
      open()
    }
    document.addEventListener('click', onClick)
    document.addEventListener(openEvent, open)
    return () => {
      document.removeEventListener('click', onClick)
      document.removeEventListener(openEvent, open)
    }
  }, [])
  useEffect(() => {
    if (!isOpen) return
    dialog.current?.showModal()
    // The dialog would focus its first button.
    dialog.current?.querySelector('textarea')?.focus()
  }, [isOpen])
  if (!isOpen) return null
  return (
    <dialog ref={dialog} aria-labelledby="compose-title" className="dialog" onClose={() => setOpen(false)}>
      <div className="flex items-center justify-between">
        <h2 id="compose-title" className="text-lg font-bold">
          {text.title}
        </h2>
        <form method="dialog">
          <button type="submit" aria-label={text.close} className="round-button">
            <Icon name="close" />
          </button>
        </form>
      </div>
      <PostForm {...form} address="/" id="new-post" rows={4} focused onSent={() => dialog.current?.close()} />
    </dialog>
  )
}
