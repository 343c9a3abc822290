'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type DraftKey, draftId } from '@/lib/request/form-state'
import { deleteDraft, readDraft, saveDraft } from './drafts'
import { useHydrating } from './use-hydrating'

type Values = Record<string, string>

type Options = {
  /** The values of untouched fields. Only these fields are saved. */
  pristine: Values
  /** The values that the server rendered: `pristine`, or those of a form that was sent before. */
  shown: Values
  /** Whether `shown` was just sent and rejected. */
  rejected: boolean
  /** Sets the text of a field. */
  setField: (field: string, text: string) => void
  /** Called when the fields may have changed without an input event. */
  onChange?: () => void
}

/**
 * Saves the text of a form's fields in this tab until it is sent, and restores it when the form is opened again. Text
 * that was typed before hydration, or that the browser restored, takes precedence.
 * @param key Identifies the draft. When `place` changes on an open page (another post to reply to), the text is moved to
 *   the new draft unless that has its own.
 * @returns `save`, for the form's onInput; `discard`, for after it was sent.
 */
export function useDraft(form: RefObject<HTMLFormElement | null>, key: DraftKey, options: Options) {
  const id = draftId(key)
  const { pristine, shown, rejected, setField, onChange } = options
  const currentId = useRef<string | null>(null)

  const changedValues = (): Values => {
    const values: Values = {}
    for (const name of Object.keys(pristine)) {
      const text = textOf(form.current, name)
      if (text !== null && text !== pristine[name]) values[name] = text
    }
    return values
  }
  const save = () => {
    const values = changedValues()
    if (Object.keys(values).length > 0) saveDraft(id, values)
    else deleteDraft(id)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: another server render must not replace the text
  useLayoutEffect(() => {
    const former = currentId.current
    currentId.current = id
    const draft = readDraft(id)
    if (former === null) {
      for (const [name, text] of Object.entries(draft ?? {}))
        if (!rejected && textOf(form.current, name) === shown[name]) setField(name, text)
    } else if (former !== id) {
      if (draft) for (const name of Object.keys(pristine)) setField(name, draft[name] ?? pristine[name] ?? '')
      else deleteDraft(former)
    }
    save()
    onChange?.()
  }, [id])

  useEffect(() => {
    // Some browsers restore fields only now. A page from the back/forward cache is unchanged.
    const onPageShow = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) save()
      onChange?.()
    }
    addEventListener('pageshow', onPageShow)
    return () => removeEventListener('pageshow', onPageShow)
  })

  return { save, discard: () => deleteDraft(id) }
}

/** The text of a field; null when the form has no text field of that name. */
function textOf(form: HTMLFormElement | null, name: string): string | null {
  const field = form?.elements.namedItem(name)
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : null
}

/**
 * The default text of a textarea. Hydration assigns the text that the server rendered and would discard what was typed
 * before; so the first render reads the text from the page.
 * @param id The id of the textarea.
 */
export function useHydratedText(id: string, text: string): string {
  const hydrating = useHydrating()
  const [typed] = useState(() => (hydrating ? fieldText(id) : null))
  return typed ?? text
}

function fieldText(id: string): string | null {
  if (typeof document === 'undefined') return null
  const field = document.getElementById(id)
  return field instanceof HTMLTextAreaElement ? field.value : null
}
