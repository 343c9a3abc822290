import { getLocale, getTranslations } from 'next-intl/server'
import { errorNumbers } from './error-numbers'
import type { Locale } from './locales'
import en from './messages/en.json'
import { oncePerLocale } from './once-per-locale'

type Translator<Namespace extends 'errors' | 'formErrors' | 'forms'> = Awaited<
  ReturnType<typeof getTranslations<Namespace>>
>

type ErrorField = keyof typeof en.errors

/**
 * The error messages of some fields in the language of the request.
 * @param fields The fields that the form has.
 * @returns Texts by the keys that schemas and AppErrors use, such as `email.taken`.
 */
export async function fieldErrorTexts(fields: ErrorField[]): Promise<Record<string, string>> {
  const texts = allErrorTexts(await getLocale(), await getTranslations('errors'))
  return Object.assign({}, ...fields.map((field) => texts[field]))
}

const allErrorTexts = oncePerLocale((_, t: Translator<'errors'>) => {
  const textsOf = ([field, messages]: [string, object]) => {
    const keys = Object.keys(messages).map((name) => `${field}.${name}` as Parameters<typeof t>[0])
    return [field, Object.fromEntries(keys.map((key) => [key, t(key, errorNumbers)]))]
  }
  return Object.fromEntries(Object.entries(en.errors).map(textsOf)) as Record<
    ErrorField,
    Record<string, string>
  >
})

/** The errors of a form as a whole, by code, in the language of the request. */
export async function formErrorTexts(): Promise<Record<string, string>> {
  return errorsByCode(await getTranslations('formErrors'))
}

const errorsByCode = (t: Translator<'formErrors'>) => ({
  invalid: t('invalid'),
  conflict: t('conflict'),
  unauthenticated: t('unauthenticated'),
  forbidden: t('forbidden'),
  'not-found': t('notFound'),
  'rate-limited': t('rateLimited'),
  busy: t('busy'),
  unavailable: t('unavailable'),
  'wrong-credentials': t('wrongCredentials'),
  banned: t('banned'),
  reauthenticate: t('reauthenticate'),
})

/**
 * The texts for refused translations, by code, in a given language: handlers have no request language.
 */
export async function translationErrorTexts(locale: Locale): Promise<Record<string, string>> {
  const [errors, t] = await Promise.all([
    getTranslations({ locale, namespace: 'formErrors' }),
    getTranslations({ locale, namespace: 'translation' }),
  ])
  return { ...errorsByCode(errors), off: t('off'), failed: t('failed') }
}

type FormTexts = Record<
  'notSent' | 'textKept' | 'tryAgain' | 'close' | 'outdated' | 'reload' | 'failed',
  string
> & {
  formErrors: Record<string, string>
}

/** The texts that every form of a page needs, in the language of the request. */
export async function formTexts(): Promise<FormTexts> {
  const [locale, forms, errors] = await Promise.all([
    getLocale(),
    getTranslations('forms'),
    getTranslations('formErrors'),
  ])
  return allFormTexts(locale, forms, errors)
}

const allFormTexts = oncePerLocale(
  (_, forms: Translator<'forms'>, errors: Translator<'formErrors'>): FormTexts => ({
    notSent: forms('notSent'),
    textKept: forms('textKept'),
    tryAgain: forms('tryAgain'),
    close: forms('close'),
    outdated: forms('outdated'),
    reload: forms('reload'),
    failed: forms('failed'),
    formErrors: errorsByCode(errors),
  }),
)
