import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import type { PagerTexts } from './pager'

/** The texts of a pager in the language of the request. */
export function usePagerTexts(): PagerTexts {
  return pagerTexts(useLocale(), useTranslations())
}

export const pagerTexts = oncePerLocale(
  (_, t: ReturnType<typeof useTranslations<never>>): PagerTexts => ({
    label: t('pager.label'),
    newer: t('pager.newer'),
    older: t('pager.older'),
    end: t('pager.end'),
    failed: t('pager.failed'),
  }),
)
