import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import { type ActedKind, nameSlot, type SentenceTexts } from './notification-sentence'

/** The texts of a list of notifications in the language of the request. */
export function useNotificationTexts() {
  return listTexts(useLocale(), useTranslations('notifications'))
}

export type NotificationTexts = ReturnType<typeof useNotificationTexts>

const listTexts = oncePerLocale((locale, t: ReturnType<typeof useTranslations<'notifications'>>) => {
  const sentences = (kind: ActedKind): SentenceTexts => {
    const format = (others: number, shown = '') => t(kind, { name: nameSlot, others, shown })
    return {
      alone: format(0),
      two: format(1),
      // 0 and 1 have separate sentences; 100 and 101 have the same plural category.
      more: createPluralTemplate(locale, (count, shown) => format(count < 2 ? count + 100 : count, shown)),
    }
  }
  return {
    title: t('title'),
    new: t('new'),
    markRead: t('markRead'),
    markAllRead: t('markAllRead'),
    reply: sentences('reply'),
    mention: sentences('mention'),
    like: sentences('like'),
    follow: sentences('follow'),
    export: t('export'),
  }
})
