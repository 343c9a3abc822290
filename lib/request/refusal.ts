import { notFound, redirect } from 'next/navigation'
import type { AppError, ErrorCode } from '../errors'
import { setRefusalStatus, setResponseHeaders } from '../http/response-status'
import { rateLimitHeaders, retryHeaders } from '../rate-limit/headers'
import { logInPath } from '../sessions/schema'
import { saveDraft } from './drafts'
import { type Flash, setFlash } from './flash'
import { type FormState, typedValues } from './form-state'
import { isScriptSubmission, refererPath } from './submission'

/** What an action declares about its refusals. */
export type RefusalOptions = {
  /** Identifies the form in logs and drafts. */
  name: string
  /** Fields that are never sent back, such as passwords. */
  secretFields?: readonly string[]
  /** The text fields of the form. They are kept when it cannot be submitted now. */
  draft?: {
    fields: readonly string[]
    /** The form that gets the text when the page of this one no longer exists. */
    fallback?: { form: string; place: string }
  }
  /** Flash messages for refusals, by code. Refusals without one are returned to the form. */
  messages?: Partial<Record<ErrorCode, RefusalMessage>>
}

type RefusalMessage = {
  /** A key of the `flash` messages. */
  flash: string
  params?: Flash['params']
  /** The page that shows the message; by default the page of the form. */
  path?: string | ((form: FormData) => string)
  /** Set when the message is for plain forms only: with script the form shows the refusal itself. */
  plainOnly?: true
}

/** The status of refusals that a later request may not get. All others are results of a form, with status 200. */
const retriedStatus = { 'rate-limited': 429, busy: 503, unavailable: 503 } as const

/** Maps a refusal to the state of the form or to a redirect. */
export async function refuse(error: AppError, form: FormData, options: RefusalOptions): Promise<FormState> {
  const values = typedValues(form, options.secretFields)
  const isPlain = !(await isScriptSubmission())
  const { code, fieldErrors, retryAfter, rateLimit } = error
  if (rateLimit) setResponseHeaders(rateLimitHeaders(rateLimit))
  if (code === 'unauthenticated') await redirectToLogIn(values, options, isPlain)
  const message = options.messages?.[code]
  if (message && (isPlain || !message.plainOnly)) await redirectWithMessage(message, values, form, options)
  // The form asks to log in again and then restores the text.
  if (code === 'reauthenticate') await keepText(values, options)
  if (isPlain && code === 'forbidden') redirect('/forbidden')
  if (isPlain && code === 'not-found') await showNotFound(values, options)
  if (code in retriedStatus) {
    setRefusalStatus(retriedStatus[code as keyof typeof retriedStatus])
    // Not with a redirect: there it would delay the request for the target (RFC 9110 §10.2.3).
    setResponseHeaders({ 'Retry-After': '1', ...retryHeaders(error) })
  }
  return { ok: false, code, fieldErrors, retryAfter, values, at: Date.now() }
}

type Values = Record<string, string>

function keepText(values: Values, { name, draft }: RefusalOptions) {
  return saveDraft(name, draft?.fields ?? [], values)
}

/** Returns only when the text is too long for a draft and still on the page, because script sent the form. */
async function redirectToLogIn(values: Values, options: RefusalOptions, isPlain: boolean): Promise<void> {
  const result = await keepText(values, options)
  if (result === 'too-long' && !isPlain) return
  await setFlash('warning', result === 'kept' ? 'sessionEnded' : 'loginAgain')
  redirect(logInPath(await refererPath()))
}

async function redirectWithMessage(
  { flash, params, path }: RefusalMessage,
  values: Values,
  form: FormData,
  options: RefusalOptions,
): Promise<never> {
  await keepText(values, options)
  await setFlash('danger', flash, params)
  redirect(typeof path === 'function' ? path(form) : (path ?? (await refererPath())))
}

/** Renders the 404 page and keeps the text for the fallback form. */
async function showNotFound(values: Values, { draft }: RefusalOptions): Promise<never> {
  if (draft?.fallback) {
    const { form, place } = draft.fallback
    const result = await saveDraft(form, draft.fields, { ...values, draftPlace: place })
    if (result === 'kept') await setFlash('warning', 'goneButKept')
  }
  notFound()
}
