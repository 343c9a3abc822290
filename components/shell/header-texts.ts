import type { useTranslations } from 'next-intl'
import { oncePerLocale } from '@/lib/i18n/once-per-locale'
import { localeChoice, themeChoice } from './preferences'

/** The texts of the header of members in a language. */
export const headerTexts = oncePerLocale((_, t: ReturnType<typeof useTranslations<never>>) => ({
  site: t('site.name'),
  mainNav: t('site.mainNav'),
  openSearch: t('search.open'),
  search: t('search.label'),
  home: t('nav.home'),
  explore: t('nav.explore'),
  notifications: t('nav.notifications'),
  messages: t('nav.messages'),
  bookmarks: t('nav.bookmarks'),
  profile: t('nav.profile'),
  account: t('nav.account'),
  newPost: t('nav.newPost'),
  menu: t('nav.menu'),
  logOut: t('nav.logOut'),
  unread: t('nav.unread'),
  theme: themeChoice(t),
  locale: localeChoice(t),
}))

export type HeaderTexts = ReturnType<typeof headerTexts>
