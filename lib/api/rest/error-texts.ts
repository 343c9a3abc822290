import type { FieldErrors } from '../../errors'
import { errorNumbers } from '../../i18n/error-numbers'
import { translatorFor } from '../../i18n/translator'

type Translator = ReturnType<typeof translatorFor<'errors'>>

/**
 * Describes errors of fields in English, each after the name of its field.
 * @returns undefined without errors
 */
export function describeFields(fieldErrors: FieldErrors | undefined): string | undefined {
  const t: Translator = translatorFor('en', 'errors')
  const texts = Object.entries(fieldErrors ?? {}).map(([field, key]) => {
    const known = key as Parameters<Translator>[0]
    // Forms cannot send a field that is no text.
    return `${field}: ${t.has(known) ? t(known, errorNumbers) : 'Send a text.'}`
  })
  return texts.length > 0 ? texts.join(' ') : undefined
}
