'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { Notice } from './notice'

/** What every form may have to say, in the language of the page. */
export type FormTexts = {
  /** No answer arrived; `textKept` for forms in which something was typed. */
  notSent: string
  textKept: string
  tryAgain: string
  /** The server has been renewed since the page was loaded. */
  outdated: string
  reload: string
  /** A button whose action was refused. */
  refused: string
  /** Refusals that belong to no field, by code. */
  refusals: Record<string, string>
}

type Result = {
  /** What FormMessage says; null for nothing. */
  message: string | null
  at: number
  /** Called once the page shows the result, when the form itself may be gone. */
  afterwards?: () => void
}

const Texts = createContext<FormTexts | null>(null)
const ShowResult = createContext<(result: Result) => void>(() => {})
const LastResult = createContext<Result | null>(null)

/** Gives the forms of a page their common texts, and a place on it to say that they are done. */
export function FormTextsProvider({ texts, children }: { texts: FormTexts; children: ReactNode }) {
  const [result, showResult] = useState<Result | null>(null)
  useEffect(() => result?.afterwards?.(), [result])
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
  if (!texts) throw new Error('a form stands outside of FormTextsProvider')
  return texts
}

/** Shows the result of a form on the page. */
export const useShowResult = (): ((result: Result) => void) => useContext(ShowResult)

/** The message of the form that was done last. Flashes are the same for forms that are sent without script. */
export function FormMessage() {
  const result = useContext(LastResult)
  if (!result?.message) return null
  return (
    <div id="form-message" key={result.at} className="scroll-mt-20">
      <Notice category="success">{result.message}</Notice>
    </div>
  )
}
