import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import type { NewPostsTexts } from './new-posts'

/** The labels of the button above a list that shows newer posts. */
export function useNewPostsTexts(): NewPostsTexts {
  return buttonTexts(useLocale(), useTranslations('newPosts'))
}

const buttonTexts = oncePerLocale((locale, t: ReturnType<typeof useTranslations<'newPosts'>>) => ({
  counted: createPluralTemplate(locale, (count, shown) => t('counted', { count, shown })),
  uncounted: t('uncounted'),
}))
