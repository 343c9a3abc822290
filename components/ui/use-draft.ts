'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type DraftKey, draftId } from '@/lib/request/form-state'
import { deleteDraft, readDraft, saveDraft } from './drafts'
import { useHydrating } from './use-hydrating'

type Values = Record<string, string>

type Options = {
  /** What the fields hold when nothing was typed. Only these fields are kept. */
  pristine: Values
  /** What the server has put into them: `pristine`, or a text that was sent to it before. */
  shown: Values
  /** Whether `shown` is what somebody has just sent. */
  refused: boolean
  /** Puts a text into a field. */
  write: (field: string, text: string) => void
  /** Called when the fields may hold something else than the script knows. */
  onChange?: () => void
}

/**
 * Keeps what is typed into the fields of a form, in this tab, until it is sent. Brings it back when the form is opened
 * again. The text of a field that was typed before this script ran, or that the browser has restored, counts first.
 * @param key Whose text it is. Another `place` on the open page (another post to reply to) takes an unsent text along,
 *   unless it has one of its own.
 * @returns `keep`, for the form's onInput; `drop`, once it was sent.
 */
export function useDraft(form: RefObject<HTMLFormElement | null>, key: DraftKey, options: Options) {
  const id = draftId(key)
  const { pristine, shown, refused, write, onChange } = options
  const current = useRef<string | null>(null)

  const typed = (): Values => {
    const values: Values = {}
    for (const name of Object.keys(pristine)) {
      const text = textOf(form.current, name)
      if (text !== null && text !== pristine[name]) values[name] = text
    }
    return values
  }
  const keep = () => {
    const values = typed()
    if (Object.keys(values).length > 0) saveDraft(id, values)
    else deleteDraft(id)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server renders anew never replaces what is typed
  useLayoutEffect(() => {
    const former = current.current
    current.current = id
    const kept = readDraft(id)
    if (former === null) {
      for (const [name, text] of Object.entries(kept ?? {}))
        if (!refused && textOf(form.current, name) === shown[name]) write(name, text)
    } else if (former !== id) {
      if (kept) for (const name of Object.keys(pristine)) write(name, kept[name] ?? pristine[name] ?? '')
      else deleteDraft(former)
    }
    keep()
    onChange?.()
  }, [id])

  useEffect(() => {
    // Some browsers restore fields only now. A page from the back/forward cache is as it was: nothing is kept anew.
    const shownAgain = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) keep()
      onChange?.()
    }
    addEventListener('pageshow', shownAgain)
    return () => removeEventListener('pageshow', shownAgain)
  })

  return { keep, drop: () => deleteDraft(id) }
}

/** The text in a field of a form, null when it has none of that name. */
function textOf(form: HTMLFormElement | null, name: string): string | null {
  const field = form?.elements.namedItem(name)
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : null
}

/**
 * The text to give to a textarea. When React takes over a textarea it assigns the text that the server rendered, and
 * would so discard what was typed before; hence the first rendering reads it from the page.
 * @param id Of the textarea's element.
 */
export function useServerText(id: string, text: string): string {
  const hydrating = useHydrating()
  const [typed] = useState(() => (hydrating ? fieldText(id) : null))
  return typed ?? text
}

function fieldText(id: string): string | null {
  if (typeof document === 'undefined') return null
  const field = document.getElementById(id)
  return field instanceof HTMLTextAreaElement ? field.value : null
}
