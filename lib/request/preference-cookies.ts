import { cookies, headers } from 'next/headers'
import { cookieOptions, isSecure, localeCookie, preferenceMaxAge, themeCookie } from '../http/cookies'
import type { Locale } from '../i18n/locales'
import { type Theme, themeInput } from '../preferences/schema'

async function keep(name: string, value: string): Promise<void> {
  const jar = await cookies()
  jar.set(name, value, { ...cookieOptions(isSecure(await headers())), maxAge: preferenceMaxAge })
}

/** Shows this browser its pages in a language from now on. */
export const setLocaleCookie = (locale: Locale): Promise<void> => keep(localeCookie, locale)

/** Shows this browser its pages light or dark from now on. */
export const setThemeCookie = (theme: Theme): Promise<void> => keep(themeCookie, theme)

/** The theme this browser asked for. */
export async function readThemeCookie(): Promise<Theme> {
  return themeInput.safeParse({ theme: (await cookies()).get(themeCookie)?.value }).data?.theme ?? 'system'
}
