import { getTranslations } from 'next-intl/server'
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
  passwordBytes: limits.password.maxBytes,
  aboutMeMax: limits.aboutMe.max,
  bodyMax: env.POST_MAX_LENGTH,
  pictureMegabytes: limits.picture.maxBytes / 1024 / 1024,
  pictureMegapixels: limits.picture.maxPixels / 1_000_000,
}

const errorKeys = Object.entries(en.errors).flatMap(([field, texts]) =>
  Object.keys(texts).map((text) => `${field}.${text}`),
)

/** Every field error in the language of the request, by the key that schemas and AppErrors carry. */
export async function errorTexts(): Promise<Record<string, string>> {
  const t = await getTranslations('errors')
  return Object.fromEntries(errorKeys.map((key) => [key, t(key as never, numbers as never)]))
}

/** What a form says when it is refused as a whole, by code. */
export async function refusalTexts(): Promise<Record<string, string>> {
  const t = await getTranslations('refusals')
  return {
    invalid: t('invalid'),
    conflict: t('invalid'),
    unauthenticated: t('unauthenticated'),
    forbidden: t('forbidden'),
    'not-found': t('notFound'),
    'rate-limited': t('rateLimited'),
    'wrong-credentials': t('wrongCredentials'),
    banned: t('banned'),
  }
}
