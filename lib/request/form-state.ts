import type { ErrorCode, FieldErrors } from '../errors'

/** What a form gets back when it is shown again. `values` never holds a password. */
export type FormState = {
  ok: boolean
  code?: ErrorCode
  fieldErrors?: FieldErrors
  values?: Record<string, string>
  /** Seconds to wait, with `rate-limited` and `busy`. */
  retryAfter?: number
  /** With `ok` and script: the address that shows the result, when that is another page. */
  next?: string
  /** Changes with every answer, so that equal answers are told apart. */
  at: number
} | null

/** The form that every mutation has for React's useActionState. */
export type FormAction = (state: FormState, form: FormData) => Promise<FormState>

/**
 * Whose text a draft is and which form it belongs to, in the browser's storage and in the draft cookie alike.
 * `member` is 0 for guests. `place` tells forms of one kind apart: an address, or what a reply answers.
 */
export type DraftKey = { member: number; form: string; place: string }

/** Names a draft in one text. */
export const draftId = ({ member, form, place }: DraftKey): string => `${member}.${form}.${place}`

const secretField = /password|repeat|current|^\$/i

/** What was typed, to be shown again: no passwords, no files, nothing of the framework's own. */
export function typedValues(form: FormData): Record<string, string> {
  const texts = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(texts.filter(([field]) => !secretField.test(field)))
}
