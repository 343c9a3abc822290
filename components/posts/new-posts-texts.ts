import type { useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import type { NewPostsTexts } from './new-posts'

/** The labels of the button above a list that shows newer posts. */
export const newPostsTexts = oncePerLocale(
  (locale, t: ReturnType<typeof useTranslations<never>>): NewPostsTexts => ({
    counted: createPluralTemplate(locale, (count, shown) => t('newPosts.counted', { count, shown })),
    uncounted: t('newPosts.uncounted'),
  }),
)
