import { limits } from '../limits'
import { freeText, oneLine, rowId } from '../text/fields'
import { parseUrl } from '../url'
import { z } from '../zod'
import { isAllowedRedirectUri } from './policy'

const { oauthApps: bounds } = limits

const isWebAddress = (text: string) => /^https?:\/\/[^\s\\]+$/.test(text) && parseUrl(text) !== null

const website = z
  .string()
  .trim()
  .max(bounds.website, 'website.tooLong')
  .refine((text) => text === '' || isWebAddress(text), 'website.invalid')
  .optional()
  .default('')

const linesOf = (text: string) => [...new Set(text.split('\n').flatMap((line) => line.trim() || []))]

const redirectUris = freeText('redirectUris', bounds.redirectUris * (bounds.redirectUri + 10), {
  required: true,
})
  .transform(linesOf)
  .refine((uris) => uris.length <= bounds.redirectUris, 'redirectUris.tooMany')
  .refine((uris) => uris.every(isAllowedRedirectUri), 'redirectUris.invalid')

/** Required when the log-in is not recent. */
const current = z.string().max(limits.password.maxTyped, 'current.wrong').optional()

const description = {
  appName: oneLine('appName', bounds.name, { required: true }),
  website,
  redirectUris,
  current,
}

export const newAppInput = z.object({
  ...description,
  /** Whether the app can keep a secret: it runs on a server. Script sends a boolean. */
  confidential: z
    .union([z.boolean(), z.string()])
    .optional()
    .transform((value) => value === true || value === 'on'),
})
export type NewAppInput = z.output<typeof newAppInput>

/** What a person types about an app that exists. The browser does not validate the other fields of the form. */
export const appDescription = z.object(description)

/** The form of an app has two buttons: one saves, the other one also replaces the secret. */
export const appChangeInput = z.object({
  ...description,
  id: rowId,
  intent: z.enum(['save', 'secret']).catch('save'),
})
export type AppChangeInput = z.output<typeof appChangeInput>

export const appInput = z.object({ id: rowId })
