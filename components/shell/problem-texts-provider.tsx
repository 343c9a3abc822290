'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Template } from '@/lib/i18n/templates'

type Texts = { title: string; lead: string; reference: Template; retry: string; home: string }

const ProblemTexts = createContext<Texts | null>(null)

/** Provides the texts of the error page, in the language of the page. */
export function ProblemTextsProvider({ texts, children }: { texts: Texts; children: ReactNode }) {
  return <ProblemTexts value={texts}>{children}</ProblemTexts>
}

/** @returns The texts of the error page; null outside of the provider. */
export function useProblemTexts(): Texts | null {
  return useContext(ProblemTexts)
}
