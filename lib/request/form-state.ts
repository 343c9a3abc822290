import type { ErrorCode, FieldErrors } from '../errors'
import type { TranslationResult } from '../translate/translate'

/** The result of an action for its form; null before the first submission. */
export type FormState = {
  ok: boolean
  code?: ErrorCode
  fieldErrors?: FieldErrors
  /** The submitted text, without secret fields. */
  values?: Record<string, string>
  /** Seconds to wait, with `rate-limited` and `busy`. */
  retryAfter?: number
  /** With `ok` and script: the path of the result, when that is another page, or a URL of another site. */
  next?: string
  /** With `ok`: the id of the post that was created. */
  created?: number
  /** The translation of the post with this id, or why there is none. */
  translation?: TranslationResult & { post: number }
  /** With `ok`: a new API token or signing secret, which is in no other response. */
  createdToken?: string
  /** With `ok`: the credentials of an OAuth app. The secret is in no other response; null for a public app. */
  createdApp?: { clientId: string; secret: string | null }
  /** The time of the result. It distinguishes equal results. */
  at: number
} | null

/** The signature of an action for React's useActionState. */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>

/** Identifies a draft, both in the browser's storage and in the draft cookie. */
export type DraftKey = {
  /** The id of the user; 0 for guests. */
  member: number
  form: string
  /** Distinguishes forms with the same name: a path, or the post that a reply answers. */
  place: string
}

/** A draft key as one string. */
export function draftId({ member, form, place }: DraftKey): string {
  return `${member}.${form}.${place}`
}

/**
 * The text fields of a submitted form, without those that Next adds.
 * @param secretFields Fields to leave out. The browser, where the values stay, needs none.
 */
export function typedValues(form: FormData, secretFields: readonly string[] = []): Record<string, string> {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(
    texts.filter(([field]) => !field.startsWith('$') && !secretFields.includes(field)),
  )
}
