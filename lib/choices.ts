import { cookies } from 'next/headers'
import { choiceMaxAge, localeCookie, themeCookie } from './http/cookies'
import type { Locale } from './i18n/locales'
import { type Theme, themeInput } from './preferences/schema'

const kept = { path: '/', sameSite: 'lax', httpOnly: true, maxAge: choiceMaxAge } as const

/** Shows this browser its pages in a language from now on. */
export const keepLocale = async (locale: Locale): Promise<unknown> =>
  (await cookies()).set(localeCookie, locale, kept)

/** Shows this browser its pages light or dark from now on. */
export const keepTheme = async (theme: Theme): Promise<unknown> =>
  (await cookies()).set(themeCookie, theme, kept)

/** The theme this browser asked for. */
export async function readTheme(): Promise<Theme> {
  return themeInput.safeParse({ theme: (await cookies()).get(themeCookie)?.value }).data?.theme ?? 'system'
}
