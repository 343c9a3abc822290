'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
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
  /** The text for FormMessages; null for none. */
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
const Messages = createContext<FormResult[]>([])

/** Results that one commit may show. */
const maxResults = 5

/** Provides the common texts of forms, and the messages that FormMessages shows. */
export function FormTextsProvider({ texts, children }: { texts: FormTexts; children: ReactNode }) {
  const [results, setResults] = useState<FormResult[]>([])
  const [shown] = useState(() => new WeakSet<FormResult>())
  const [messages, setMessages] = useState<FormResult[]>([])
  const showResult = useCallback((next: FormResult) => {
    setResults((current) => [...current, next].slice(-maxResults))
    setMessages((current) => nextMessages(current, next))
  }, [])
  // One commit can show several results.
  useEffect(() => {
    for (const result of results.filter((one) => !shown.has(one))) {
      shown.add(result)
      result.onShown?.()
    }
  }, [results, shown])
  return (
    <Texts value={texts}>
      <ShowResult value={showResult}>
        <Messages value={messages}>{children}</Messages>
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

/** A message replaces the one before. A message with a button stays until there is another with a button. */
function nextMessages(current: FormResult[], next: FormResult): FormResult[] {
  const kept = next.action ? [] : current.filter(({ action }) => action)
  return next.message === null ? kept : [...kept, next]
}

/** The messages of forms that were sent. Forms sent without JavaScript show a flash instead. */
export function FormMessages() {
  const messages = useContext(Messages)
  const { close } = useFormTexts()
  return messages.map(({ message, category = 'success', action, at }) => (
    <Toast key={`${at} ${message}`} category={category} close={close} {...(action && { action })}>
      {message}
    </Toast>
  ))
}
