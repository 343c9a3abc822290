import { cookies, headers } from 'next/headers'
import { choiceMaxAge, cookieOptions, isSecure, localeCookie, themeCookie } from '../http/cookies'
import type { Locale } from '../i18n/locales'
import { type Theme, themeInput } from '../preferences/schema'

async function keep(name: string, value: string): Promise<void> {
  const jar = await cookies()
  jar.set(name, value, { ...cookieOptions(isSecure(await headers())), maxAge: choiceMaxAge })
}

/** Shows this browser its pages in a language from now on. */
export const keepLocale = (locale: Locale): Promise<void> => keep(localeCookie, locale)

/** Shows this browser its pages light or dark from now on. */
export const keepTheme = (theme: Theme): Promise<void> => keep(themeCookie, theme)

/** The theme this browser asked for. */
export async function readTheme(): Promise<Theme> {
  return themeInput.safeParse({ theme: (await cookies()).get(themeCookie)?.value }).data?.theme ?? 'system'
}
