import { locales } from '../i18n/locales'
import { z } from '../zod'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const localeInput = z.object({ locale: z.enum(locales) })
export const themeInput = z.object({ theme: z.enum(themes) })
