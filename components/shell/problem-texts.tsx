import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createTemplate } from '@/lib/i18n/templates'
import { type ProblemPageTexts, ProblemTextsProvider } from './problem-texts-provider'

/** Provides the texts of the error page in the language of the request. */
export function ProblemTexts({ children }: { children: ReactNode }) {
  const texts = problemTexts(useLocale(), useTranslations())
  return <ProblemTextsProvider texts={texts}>{children}</ProblemTextsProvider>
}

const problemTexts = oncePerLocale(
  (_, t: ReturnType<typeof useTranslations<never>>): ProblemPageTexts => ({
    title: t('problem.error'),
    lead: t('problem.errorLead'),
    reference: createTemplate((id) => t('problem.reference', { id })),
    retry: t('problem.retry'),
    home: t('problem.home'),
  }),
)
