'use client'

import { useRef, useState } from 'react'
import { focusElement } from '@/components/ui/focus'
import { fillTemplate } from '@/lib/i18n/templates'
import type { PostItem } from '@/lib/posts/view'
import { languageName } from '@/lib/text/languages'
import { canOfferTranslation } from '@/lib/translations/policy'
import { type ShownTranslation, useTranslationSettings } from './translation-provider'

/** The translation of a post in a language that the member does not read, below its text: first a button. */
export function PostTranslation({ post: { id, language, editedAt } }: { post: PostItem }) {
  const settings = useTranslationSettings()
  if (!settings || !canOfferTranslation(language, settings.locale, settings.languages)) return null
  // An edit discards the translation.
  return <Translation key={editedAt?.getTime()} id={id} language={language} />
}

function Translation({ id, language }: { id: number; language: string }) {
  const settings = useTranslationSettings()
  const submitted = settings?.submitted
  const [shown, setShown] = useState(submitted?.post === id ? submitted.shown : null)
  const [pending, setPending] = useState(false)
  const element = useRef<HTMLDivElement>(null)
  if (!settings) return null
  const { locale, text } = settings
  const translate = async () => {
    setPending(true)
    setShown(null)
    // The button with the focus is removed.
    focusElement(element.current, { preventScroll: true })
    setShown(await requestTranslation(id, locale))
    setPending(false)
  }
  const translation = shown && 'text' in shown ? shown.text : null
  const error = shown && 'error' in shown ? shown.error : null
  return (
    <div ref={element} className="translation">
      <div role="status">
        {pending && <span className="spinner">{text.translating}</span>}
        {translation !== null && (
          <>
            {/* Browser and server can name a language differently. */}
            <p suppressHydrationWarning>{fillTemplate(text.from, languageName(language, locale))}</p>
            <p lang={locale} dir="auto">
              {translation}
            </p>
          </>
        )}
      </div>
      {error !== null && <p role="alert">{text.errors[error] ?? text.errors.failed}</p>}
      {!pending && translation === null && (
        <button
          type="submit"
          form="translations"
          name="post"
          value={id}
          onClick={(event) => {
            event.preventDefault()
            void translate()
          }}
        >
          {text.translate}
        </button>
      )}
    </div>
  )
}

/** Requests a translation from the server. `not-sent` means that no response arrived. */
async function requestTranslation(post: number, locale: string): Promise<ShownTranslation> {
  try {
    const response = await fetch('/translate', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ post, dest_language: locale }),
    })
    const { text, error } = (await response.json()) as { text?: string; error?: string }
    return text === undefined ? { error: error ?? 'failed' } : { text }
  } catch {
    return { error: 'not-sent' }
  }
}
