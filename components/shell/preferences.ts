import type { useTranslations } from 'next-intl'
import { localeNames, locales } from '@/lib/i18n/locales'
import { type Theme, themes } from '@/lib/preferences/schema'
import type { Choice } from './choices'

type Translator = ReturnType<typeof useTranslations<never>>

/** The choice of the language. */
export function localeChoice(t: Translator): Choice {
  const options = locales.map((value) => ({ value, label: localeNames[value], lang: value }))
  return { name: 'locale', legend: t('site.language'), options }
}

/** The choice of the theme. */
export function themeChoice(t: Translator): Choice {
  const labels: Record<Theme, string> = {
    system: t('site.themeSystem'),
    light: t('site.themeLight'),
    dark: t('site.themeDark'),
  }
  const options = themes.map((value) => ({ value, label: labels[value] }))
  return { name: 'theme', legend: t('site.theme'), options }
}
