'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cameFrom, guestAction } from '../action'
import { choiceMaxAge, localeCookie, themeCookie } from '../http/cookies'
import { saveLocale } from '../users/mutations'
import { getViewer } from '../viewer'
import { localeInput, themeInput } from './schema'

const kept = { path: '/', sameSite: 'lax', httpOnly: true, maxAge: choiceMaxAge } as const

export async function setLocaleAction(form: FormData): Promise<void> {
  await guestAction(form, {
    name: 'locale',
    schema: localeInput,
    async run(_guest, { locale }) {
      ;(await cookies()).set(localeCookie, locale, kept)
      const viewer = await getViewer()
      if (viewer) await saveLocale(viewer, locale)
      redirect(await cameFrom())
    },
  })
}

export async function setThemeAction(form: FormData): Promise<void> {
  await guestAction(form, {
    name: 'theme',
    schema: themeInput,
    async run(_guest, { theme }) {
      ;(await cookies()).set(themeCookie, theme, kept)
      redirect(await cameFrom())
    },
  })
}
