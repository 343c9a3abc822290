import { getLocale, getTranslations } from 'next-intl/server'
import { env } from '../env'
import { limits } from '../limits'
import en from './messages/en.json'

/** The numbers that error texts speak of. */
const numbers = {
  usernameMin: limits.username.min,
  usernameMax: limits.username.max,
  displayNameMax: limits.displayName.max,
  emailMax: limits.email.max,
  passwordMin: limits.password.min,
  passwordMax: limits.password.max,
  aboutMeMax: limits.aboutMe.max,
  bodyMax: env.POST_MAX_LENGTH,
  messageMax: env.MESSAGE_MAX_LENGTH,
  pictureMegabytes: limits.picture.maxBytes / 1024 / 1024,
  pictureMegapixels: limits.picture.maxPixels / 1_000_000,
}

type Field = keyof typeof en.errors

/** Texts by language: they never change, and parsing ICU messages for each request is dear. */
const errorsByLocale = new Map<string, Record<string, Record<string, string>>>()

/**
 * The errors of some fields in the language of the request, by the key that schemas and AppErrors carry.
 * @param fields Those that the form has.
 */
export async function fieldErrorTexts(fields: Field[]): Promise<Record<string, string>> {
  const locale = await getLocale()
  const known = errorsByLocale.get(locale) ?? (await makeErrorTexts())
  errorsByLocale.set(locale, known)
  return Object.assign({}, ...fields.map((field) => known[field]))
}

async function makeErrorTexts(): Promise<Record<string, Record<string, string>>> {
  const t = await getTranslations('errors')
  const textsOf = (field: Field) =>
    Object.keys(en.errors[field]).map((name) => {
      const key = `${field}.${name}`
      return [key, t(key as never, numbers as never)]
    })
  const fields = Object.keys(en.errors) as Field[]
  return Object.fromEntries(fields.map((field) => [field, Object.fromEntries(textsOf(field))]))
}

/** What a form says when it is refused as a whole, by code. */
export async function formErrorTexts(): Promise<Record<string, string>> {
  const t = await getTranslations('refusals')
  return {
    invalid: t('invalid'),
    conflict: t('conflict'),
    unauthenticated: t('unauthenticated'),
    forbidden: t('forbidden'),
    'not-found': t('notFound'),
    'rate-limited': t('rateLimited'),
    busy: t('busy'),
    'wrong-credentials': t('wrongCredentials'),
    banned: t('banned'),
    reauthenticate: t('reauthenticate'),
  }
}

type FormTexts = Record<'notSent' | 'textKept' | 'tryAgain' | 'outdated' | 'reload' | 'refused', string> & {
  refusals: Record<string, string>
}

const formsByLocale = new Map<string, FormTexts>()

/** What every form of a page may have to say, in the language of the request. */
export async function formTexts(): Promise<FormTexts> {
  const locale = await getLocale()
  const known = formsByLocale.get(locale) ?? (await makeFormTexts())
  formsByLocale.set(locale, known)
  return known
}

async function makeFormTexts(): Promise<FormTexts> {
  const [forms, card, refusals] = await Promise.all([
    getTranslations('forms'),
    getTranslations('card'),
    formErrorTexts(),
  ])
  return {
    notSent: forms('notSent'),
    textKept: forms('textKept'),
    tryAgain: forms('tryAgain'),
    outdated: forms('outdated'),
    reload: forms('reload'),
    refused: card('refused'),
    refusals,
  }
}
