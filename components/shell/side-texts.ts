import { useLocale, useTranslations } from 'next-intl'
import { useFollowTexts } from '@/components/follows/follow-texts'
import { createPluralTemplate } from '@/lib/i18n/templates'
import type { SideTexts } from './side-lists'

/** The texts of the lists of the side column in the language of the request. */
export function useSideTexts(): SideTexts {
  const t = useTranslations('side')
  return {
    people: t('people'),
    tags: t('tags'),
    posts: createPluralTemplate(useLocale(), (count, shown) => t('posts', { count, shown })),
    follow: useFollowTexts(),
  }
}
