import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import {
  createPluralTemplate,
  createTemplate,
  type PluralTemplate,
  type Template,
} from '@/lib/i18n/templates'
import type { PostTexts } from './post-card'
import { usePostTexts } from './post-texts'

type EmptyTexts = { title: string; hint: string }

export type ConversationTexts = {
  post: PostTexts
  title: string
  /** Leads to the previous page. */
  back: string
  replies: string
  composer: string
  older: string
  newer: string
  goToReply: Template
  goToDeleted: string
  deleted: string
  hidden: string
  /** Shown instead of replies; `ownEmpty` to the author. */
  empty: EmptyTexts
  ownEmpty: EmptyTexts
  newReplies: PluralTemplate
}

/** The texts of a conversation in the language of the request. */
export function useConversationTexts(): ConversationTexts {
  const post = usePostTexts()
  return { post, ...conversationTexts(useLocale(), useTranslations('conversation')) }
}

const conversationTexts = oncePerLocale(
  (locale, t: ReturnType<typeof useTranslations<'conversation'>>): Omit<ConversationTexts, 'post'> => ({
    back: t('back'),
    title: t('title'),
    replies: t('replies'),
    composer: t('composer'),
    older: t('older'),
    newer: t('newer'),
    goToReply: createTemplate((username) => t('goToReply', { username })),
    goToDeleted: t('goToDeleted'),
    deleted: t('deleted'),
    hidden: t('hidden'),
    empty: { title: t('empty'), hint: t('emptyHint') },
    ownEmpty: { title: t('ownEmpty'), hint: t('ownEmptyHint') },
    newReplies: createPluralTemplate(locale, (count, shown) => t('newReplies', { count, shown })),
  }),
)
