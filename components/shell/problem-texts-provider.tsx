'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Template } from '@/lib/i18n/templates'

export type ProblemPageTexts = {
  title: string
  lead: string
  reference: Template
  retry: string
  home: string
}

const ProblemTexts = createContext<ProblemPageTexts | null>(null)

/** Provides the texts of the error page, in the language of the page. */
export function ProblemTextsProvider({ texts, children }: { texts: ProblemPageTexts; children: ReactNode }) {
  return <ProblemTexts value={texts}>{children}</ProblemTexts>
}

/** @returns The texts of the error page; null outside of the provider. */
export function useProblemTexts(): ProblemPageTexts | null {
  return useContext(ProblemTexts)
}
