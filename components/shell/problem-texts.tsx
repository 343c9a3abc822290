'use client'

import { createContext, type ReactNode, useContext } from 'react'

export type Texts = { title: string; lead: string; retry: string; home: string }

const ProblemTexts = createContext<Texts | null>(null)

/** Hands the words of the error page down to where it may be needed, in the language of the page. */
export function ProblemTextsProvider({ texts, children }: { texts: Texts; children: ReactNode }) {
  return <ProblemTexts value={texts}>{children}</ProblemTexts>
}

/** The words of the error page. */
export const useProblemTexts = (): Texts | null => useContext(ProblemTexts)
