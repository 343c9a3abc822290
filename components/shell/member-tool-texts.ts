import type { useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { createPluralTemplate } from '@/lib/i18n/templates'
import type { MemberToolTexts } from './member-tools'
import { shortcutTexts } from './shortcut-texts'

/** The texts of the tools of every member page in a language. */
export const memberToolTexts = oncePerLocale(
  (locale, t: ReturnType<typeof useTranslations<never>>): MemberToolTexts => ({
    reactions: {
      'not-found': t('flash.gone'),
      'rate-limited': t('formErrors.rateLimited'),
      failed: t('postCard.failed'),
    },
    mentions: {
      label: t('mentions.label'),
      found: createPluralTemplate(locale, (count, shown) => t('mentions.found', { count, shown })),
    },
    shortcuts: shortcutTexts(t),
  }),
)
