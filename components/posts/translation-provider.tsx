'use client'

import { createContext, type ReactNode, useActionState, useContext, useMemo } from 'react'
import type { Template } from '@/lib/i18n/templates'
import type { FormState } from '@/lib/request/form-state'
import { translatePostAction } from '@/lib/translations/actions'

/** What the cards of a page need to offer translations. */
export type TranslationSettings = {
  /** The language of the page and of translations. */
  locale: string
  /** Other languages that the member reads. */
  languages: readonly string[]
  text: {
    translate: string
    translating: string
    from: Template
    /** Why there is no translation, by code. */
    errors: Record<string, string>
  }
}

/** A translation, or the code of an error. */
export type ShownTranslation = { text: string } | { error: string }

type Translations = TranslationSettings & {
  /** The result of the form, which is sent without JavaScript. */
  submitted: { post: number; shown: ShownTranslation } | null
}

const Context = createContext<Translations | null>(null)

/** null for guests, and when no translation service is configured. */
export function useTranslationSettings(): Translations | null {
  return useContext(Context)
}

/** Provides the settings of translations, and the form of every Translate button on the page. */
export function TranslationProvider({
  settings,
  children,
}: {
  settings: TranslationSettings
  children: ReactNode
}) {
  const [state, submit] = useActionState(translatePostAction, null)
  const value = useMemo(() => ({ ...settings, submitted: submittedOf(state) }), [settings, state])
  return (
    <Context value={value}>
      {children}
      <form id="translations" action={submit} hidden>
        <input type="hidden" name="dest_language" value={settings.locale} />
      </form>
    </Context>
  )
}

function submittedOf(state: FormState): Translations['submitted'] {
  if (!state) return null
  const { translation, code, values } = state
  if (!translation) return { post: Number(values?.post), shown: { error: code ?? 'failed' } }
  const { post } = translation
  return { post, shown: translation.ok ? { text: translation.text } : { error: translation.code } }
}
