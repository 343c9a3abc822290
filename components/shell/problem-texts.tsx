import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { createTemplate } from '@/lib/i18n/templates'
import { ProblemTextsProvider } from './problem-texts-provider'

/** Provides the texts of the error page in the language of the request. */
export function ProblemTexts({ children }: { children: ReactNode }) {
  const t = useTranslations('problem')
  const texts = {
    title: t('error'),
    lead: t('errorLead'),
    reference: createTemplate((id) => t('reference', { id })),
    retry: t('retry'),
    home: t('home'),
  }
  return <ProblemTextsProvider texts={texts}>{children}</ProblemTextsProvider>
}
