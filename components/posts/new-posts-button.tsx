import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import { NewPosts } from './new-posts'

/** A button above a list that shows newer posts, with its texts. */
export function NewPostsButton({ viewerId, path }: { viewerId: number; path: '/' | '/explore' }) {
  const text = buttonTexts(useLocale(), useTranslations('newPosts'))
  return <NewPosts viewerId={viewerId} path={path} text={text} />
}

const buttonTexts = oncePerLocale((locale, t: ReturnType<typeof useTranslations<'newPosts'>>) => ({
  counted: createPluralTemplate(locale, (count, shown) => t('counted', { count, shown })),
  uncounted: t('uncounted'),
}))
