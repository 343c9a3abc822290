import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import { NewPosts } from './new-posts'

/** Offers posts that are newer than a list, at its top. */
export function NewPostsButton({ viewer, path }: { viewer: number; path: '/' | '/explore' }) {
  const text = buttonTexts(useLocale(), useTranslations('newPosts'))
  return <NewPosts viewer={viewer} path={path} text={text} />
}

const buttonTexts = oncePerLocale((locale, t: ReturnType<typeof useTranslations<'newPosts'>>) => ({
  counted: createPluralTemplate(locale, (count, shown) => t('counted', { count, shown })),
  uncounted: t('uncounted'),
}))
