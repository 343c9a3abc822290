'use server'

import { redirect } from 'next/navigation'
import { cameFrom, guestAction } from '../action'
import { keepLocale, keepTheme } from '../choices'
import type { FormState } from '../form-state'
import { saveLocale } from '../users/mutations'
import { getViewer } from '../viewer'
import { localeInput, themeInput } from './schema'

export async function setLocaleAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'locale',
    schema: localeInput,
    async run(_guest, { locale }) {
      await keepLocale(locale)
      const viewer = await getViewer()
      if (viewer) await saveLocale(viewer, locale)
      redirect(await cameFrom())
    },
  })
}

export async function setThemeAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'theme',
    schema: themeInput,
    async run(_guest, { theme }) {
      await keepTheme(theme)
      redirect(await cameFrom())
    },
  })
}
