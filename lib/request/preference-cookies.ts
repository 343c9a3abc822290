import { cookies, headers } from 'next/headers'
import {
  cookieOptions,
  isSecure,
  localeCookie,
  preferenceMaxAge,
  themeCookie,
  zoneCookie,
} from '../http/cookies'
import type { Locale } from '../i18n/locales'
import { toTimeZone } from '../i18n/time-zone'
import { type Theme, themeInput } from '../preferences/schema'

/** Stores the language of this browser. Only in actions and route handlers. */
export async function setLocaleCookie(locale: Locale): Promise<void> {
  await setCookie(localeCookie, locale)
}

/** Stores the theme of this browser. Only in actions and route handlers. */
export async function setThemeCookie(theme: Theme): Promise<void> {
  await setCookie(themeCookie, theme)
}

/** The theme of this browser; `system` when none is stored. */
export async function readThemeCookie(): Promise<Theme> {
  return themeInput.safeParse({ theme: (await cookies()).get(themeCookie)?.value }).data?.theme ?? 'system'
}

/** The time zone of this browser; null when none is stored. */
export async function readZoneCookie(): Promise<string | null> {
  return toTimeZone((await cookies()).get(zoneCookie)?.value)
}

async function setCookie(name: string, value: string): Promise<void> {
  const jar = await cookies()
  jar.set(name, value, { ...cookieOptions(isSecure(await headers())), maxAge: preferenceMaxAge })
}
