'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { NoticeCategory } from './notice'
import { Toast } from './toast'

/** The texts that every form needs, in the language of the page. */
export type FormTexts = {
  /** No response arrived; `textKept` for forms with text fields. */
  notSent: string
  textKept: string
  tryAgain: string
  /** Closes a message. */
  close: string
  /** A new version was deployed since the page was loaded. */
  outdated: string
  reload: string
  /** The action of a button failed. */
  failed: string
  /** Errors of a form as a whole, by code. */
  formErrors: Record<string, string>
}

/** A button of a message. */
export type MessageAction = { label: string; run: () => void }

export type FormResult = {
  /** The text of FormMessage; null for none. */
  message: string | null
  /** `success` unless given. */
  category?: NoticeCategory
  action?: MessageAction
  at: number
  /** Called once the page shows the result. The form may be unmounted by then. */
  onShown?: () => void
}

const Texts = createContext<FormTexts | null>(null)
const ShowResult = createContext<(result: FormResult) => void>(() => {})
const LastResult = createContext<FormResult | null>(null)

/** Provides the common texts of forms, and the state that FormMessage shows. */
export function FormTextsProvider({ texts, children }: { texts: FormTexts; children: ReactNode }) {
  const [result, showResult] = useState<FormResult | null>(null)
  useEffect(() => result?.onShown?.(), [result])
  return (
    <Texts value={texts}>
      <ShowResult value={showResult}>
        <LastResult value={result}>{children}</LastResult>
      </ShowResult>
    </Texts>
  )
}

export function useFormTexts(): FormTexts {
  const texts = useContext(Texts)
  if (!texts) throw new Error('useFormTexts needs a FormTextsProvider')
  return texts
}

/** @returns A function that shows the result of a form on the page. */
export function useShowFormResult(): (result: FormResult) => void {
  return useContext(ShowResult)
}

/** The message of the form that was sent last. Forms sent without JavaScript show a flash instead. */
export function FormMessage() {
  const result = useContext(LastResult)
  const { close } = useFormTexts()
  if (!result?.message) return null
  const { message, category = 'success', action, at } = result
  return (
    <Toast key={at} category={category} close={close} {...(action && { action })}>
      {message}
    </Toast>
  )
}
