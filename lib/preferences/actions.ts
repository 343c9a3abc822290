'use server'

import { redirect } from 'next/navigation'
import { guestAction, memberAction } from '../request/action'
import { refreshOrRedirectBack } from '../request/action-result'
import type { FormState } from '../request/form-state'
import { setLocaleCookie, setThemeCookie } from '../request/preference-cookies'
import { refererPath } from '../request/submission'
import { getCaller } from '../request/viewer'
import { saveLocale } from '../users/mutations'
import { saveKnownLanguages } from './mutations'
import { knownLanguagesInput, localeInput, themeInput } from './schema'

export async function setLocaleAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'locale',
    schema: localeInput,
    async run(_guest, { locale }) {
      await setLocaleCookie(locale)
      const viewer = await getCaller()
      if (viewer) await saveLocale(viewer, locale)
      redirect(await refererPath())
    },
  })
}

export async function setThemeAction(_: FormState, form: FormData): Promise<FormState> {
  return guestAction(form, {
    name: 'theme',
    schema: themeInput,
    async run(_guest, { theme }) {
      await setThemeCookie(theme)
      redirect(await refererPath())
    },
  })
}

export async function setKnownLanguagesAction(_: FormState, form: FormData): Promise<FormState> {
  return memberAction(form, {
    name: 'known-languages',
    schema: knownLanguagesInput,
    limit: 'account',
    async run(viewer, languages) {
      await saveKnownLanguages(viewer, languages)
      await refreshOrRedirectBack('success', 'languagesSaved')
    },
  })
}
