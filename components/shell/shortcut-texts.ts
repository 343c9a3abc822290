import type { useTranslations } from 'next-intl'
import type { ShortcutTexts } from './shortcuts'

/** The texts of the sheet of shortcuts in the language of a translator. */
export function shortcutTexts(t: ReturnType<typeof useTranslations<never>>): ShortcutTexts {
  return {
    title: t('shortcuts.title'),
    close: t('shortcuts.close'),
    enabled: t('shortcuts.enabled'),
    rows: [
      ['j', t('shortcuts.next')],
      ['k', t('shortcuts.previous')],
      ['Enter', t('shortcuts.open')],
      ['l', t('shortcuts.like')],
      ['b', t('shortcuts.bookmark')],
      ['r', t('shortcuts.reply')],
      ['n', t('shortcuts.compose')],
      ['/', t('shortcuts.search')],
      ['g h', t('shortcuts.home')],
      ['g e', t('shortcuts.explore')],
      ['g n', t('shortcuts.notifications')],
      ['g m', t('shortcuts.messages')],
      ['?', t('shortcuts.help')],
    ],
  }
}
