import { locales } from '../i18n/locales'
import { languages } from '../text/languages'
import { z } from '../zod'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const localeInput = z.object({ locale: z.enum(locales) })
export const themeInput = z.object({ theme: z.enum(themes) })

/** The languages whose checkboxes are checked. Each checkbox has the code of its language as its name. */
export const knownLanguagesInput = z
  .record(z.string(), z.unknown())
  .transform((fields) => languages.filter((language) => fields[language] === 'on'))
