'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { openComposer } from '@/components/posts/compose-dialog'
import { Button } from '@/components/ui/button'
import { useStoredSwitch } from '@/components/ui/use-stored-switch'
import { focusedPost, focusPost, type ShortcutAction, ShortcutReader } from './shortcut-keys'

export type ShortcutTexts = {
  title: string
  close: string
  /** The label of the switch that turns the keys on and off. */
  enabled: string
  /** The keys and what they do. */
  rows: [keys: string, description: string][]
}

/** The keyboard shortcuts of members, and the sheet that lists them. Single keys can be switched off (WCAG 2.2, 2.1.4). */
export function Shortcuts({ text }: { text: ShortcutTexts }) {
  const router = useRouter()
  const sheet = useRef<HTMLDialogElement>(null)
  const [isEnabled, setEnabled] = useStoredSwitch('roost.shortcuts')
  const [isOpen, setOpen] = useState(false)

  useEffect(() => {
    const reader = new ShortcutReader()
    const run = (action: ShortcutAction) => {
      if (action.kind === 'next' || action.kind === 'previous') focusPost(action.kind === 'next' ? 1 : -1)
      else if (action.kind === 'open') focusedPost()?.querySelector<HTMLElement>('a:has(> time)')?.click()
      else if (action.kind === 'press') focusedPost()?.querySelector<HTMLElement>(action.buttons)?.click()
      else if (action.kind === 'compose') openComposer()
      else if (action.kind === 'search') openSearch()
      else if (action.kind === 'go') router.push(action.path)
      else setOpen(true)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const action = reader.read(event)
      if (!action || (!isEnabled && action.kind !== 'help')) return
      event.preventDefault()
      run(action)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [router, isEnabled])

  useEffect(() => {
    if (isOpen) sheet.current?.showModal()
  }, [isOpen])
  if (!isOpen) return null
  return (
    <dialog ref={sheet} aria-labelledby="shortcuts-title" className="dialog" onClose={() => setOpen(false)}>
      <h2 id="shortcuts-title" className="text-lg font-bold">
        {text.title}
      </h2>
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {text.rows.map(([keys, description]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded-md border border-line bg-sunk px-2 py-0.5 font-sans text-sm">
                {keys}
              </kbd>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          checked={isEnabled}
          onChange={({ currentTarget }) => setEnabled(currentTarget.checked)}
          className="size-5 accent-accent"
        />
        {text.enabled}
      </label>
      <form method="dialog" className="mt-3 flex justify-end">
        <Button variant="secondary">{text.close}</Button>
      </form>
    </dialog>
  )
}

/** Opens the search box where it is a popover, and focuses its field. */
function openSearch(): void {
  const form = document.getElementById('site-search')
  if (form && !form.checkVisibility()) form.showPopover()
  form?.querySelector('input')?.focus()
}
