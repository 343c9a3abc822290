import { useTranslations } from 'next-intl'
import type { PagerTexts } from './pager'

/** The texts of a pager in the language of the request. */
export function usePagerTexts(): PagerTexts {
  const t = useTranslations('pager')
  return { label: t('label'), newer: t('newer'), older: t('older'), end: t('end'), failed: t('failed') }
}
