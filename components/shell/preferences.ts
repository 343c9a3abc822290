import { useLocale, useTranslations } from 'next-intl'
import { localeNames, locales } from '@/lib/i18n/locales'
import { type Theme, themes } from '@/lib/preferences/schema'
import type { ChoicesProps } from './choices'

/** The choice of the language. */
export function useLocaleChoice(): ChoicesProps {
  const t = useTranslations('site')
  const options = locales.map((value) => ({ value, label: localeNames[value], lang: value }))
  return { name: 'locale', legend: t('language'), options, current: useLocale() }
}

/** The choice of the theme. */
export function useThemeChoice(current: Theme): ChoicesProps {
  const t = useTranslations('site')
  const labels: Record<Theme, string> = {
    system: t('themeSystem'),
    light: t('themeLight'),
    dark: t('themeDark'),
  }
  const options = themes.map((value) => ({ value, label: labels[value] }))
  return { name: 'theme', legend: t('theme'), options, current }
}
