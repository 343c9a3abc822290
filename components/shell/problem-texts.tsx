import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ProblemTextsProvider } from './problem-texts-provider'

/** Provides the texts of the error page in the language of the request. */
export function ProblemTexts({ children }: { children: ReactNode }) {
  const t = useTranslations('problem')
  const texts = { title: t('error'), lead: t('errorLead'), retry: t('retry'), home: t('home') }
  return <ProblemTextsProvider texts={texts}>{children}</ProblemTextsProvider>
}
