import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { createTemplate } from '@/lib/i18n/templates'
import { isTranslationOn } from '@/lib/translate/translate'
import type { Viewer } from '@/lib/viewer'
import { TranslationProvider } from './translation-provider'

/** Offers translations in the post cards of a member's page, when a translation service is configured. */
export function Translations({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const locale = useLocale()
  const t = useTranslations()
  if (!isTranslationOn()) return children
  const text = {
    translate: t('translation.translate'),
    translating: t('translation.translating'),
    from: createTemplate((language) => t('translation.from', { language })),
    errors: {
      off: t('translation.off'),
      failed: t('translation.failed'),
      'not-sent': t('translation.notSent'),
      'rate-limited': t('formErrors.rateLimited'),
      unauthenticated: t('flash.loginAgain'),
      'not-found': t('formErrors.notFound'),
    },
  }
  return (
    <TranslationProvider settings={{ locale, languages: viewer.languages, text }}>
      {children}
    </TranslationProvider>
  )
}
