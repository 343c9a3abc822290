import { useTranslations } from 'next-intl'
import type { Theme } from '@/lib/preferences/schema'
import { useLocaleChoice, useThemeChoice } from './preferences'

/** The texts of the header of members in the language of the request. */
export function useHeaderTexts(theme: Theme) {
  const t = useTranslations()
  return {
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
    theme: useThemeChoice(theme),
    locale: useLocaleChoice(),
  }
}

export type HeaderTexts = ReturnType<typeof useHeaderTexts>
