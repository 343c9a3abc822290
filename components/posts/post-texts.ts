import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate, createTemplate } from '@/lib/i18n/templates'
import type { PostTexts } from './post-card'

/** The texts of post cards in the language of the request. */
export function usePostTexts(): PostTexts {
  return cardTexts(useLocale(), useTranslations())
}

export const cardTexts = oncePerLocale(
  (locale, t: ReturnType<typeof useTranslations<never>>): PostTexts => ({
    by: createTemplate((name) => t('post.by', { name })),
    fold: { more: t('postCard.more'), less: t('postCard.less') },
    edited: t('post.edited'),
    replyingTo: createTemplate((username) => t('postCard.replyingTo', { username })),
    replyingToDeleted: t('postCard.replyingToDeleted'),
    reply: t('postCard.reply'),
    replies: createPluralTemplate(locale, (_, count) => t('postCard.replies', { count })),
    like: t('postCard.like'),
    unlike: t('postCard.unlike'),
    likedBy: createPluralTemplate(locale, (_, count) => t('postCard.likedBy', { count })),
    bookmark: t('postCard.bookmark'),
    removeBookmark: t('postCard.removeBookmark'),
    edit: t('post.edit'),
    delete: t('post.delete'),
    picture: createTemplate((name) => t('profile.picture', { name })),
  }),
)
