import type { useTranslations } from 'next-intl'
import { followTexts } from '@/components/follows/follow-texts'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import type { SideTexts } from './side-lists'

/** The texts of the lists of the side column in a language. */
export const sideTexts = oncePerLocale(
  (locale, t: ReturnType<typeof useTranslations<never>>): SideTexts => ({
    people: t('side.people'),
    tags: t('side.tags'),
    posts: createPluralTemplate(locale, (count, shown) => t('side.posts', { count, shown })),
    follow: followTexts(locale, t),
  }),
)
