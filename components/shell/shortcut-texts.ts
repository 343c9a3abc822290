import { useLocale, useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import type { ShortcutTexts } from './shortcuts'

/** The texts of the sheet of shortcuts in the language of the request. */
export function useShortcutTexts(): ShortcutTexts {
  return allTexts(useLocale(), useTranslations('shortcuts'))
}

const allTexts = oncePerLocale(
  (_, t: ReturnType<typeof useTranslations<'shortcuts'>>): ShortcutTexts => ({
    title: t('title'),
    close: t('close'),
    enabled: t('enabled'),
    rows: [
      ['j', t('next')],
      ['k', t('previous')],
      ['Enter', t('open')],
      ['l', t('like')],
      ['b', t('bookmark')],
      ['r', t('reply')],
      ['n', t('compose')],
      ['/', t('search')],
      ['g h', t('home')],
      ['g e', t('explore')],
      ['g n', t('notifications')],
      ['g m', t('messages')],
      ['?', t('help')],
    ],
  }),
)
