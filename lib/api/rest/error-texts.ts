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
    return `${field}: ${t.has(known) ? t(known, errorNumbers) : toSentence(key)}`
  })
  return texts.length > 0 ? texts.join(' ') : undefined
}

/** The message of zod itself, or of a key without a text: both concern values that forms cannot send. */
function toSentence(message: string): string {
  if (!message.includes(' ') || message.startsWith('Invalid input: expected string')) return 'Send a text.'
  return `${message.replace(/^Invalid input: e/, 'E')}${message.endsWith('.') ? '' : '.'}`
}
