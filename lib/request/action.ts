import { refresh } from 'next/cache'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import type { z } from 'zod'
import { AppError, type FieldErrors } from '../errors'
import { answerUnavailable } from '../http/answer-status'
import { clientAddress } from '../http/cookies'
import { safeNext } from '../http/safe-next'
import { log } from '../log/log'
import { type AddressLimit, type MemberLimit, spend } from '../rate-limit/rate-limit'
import { deleteDraft, saveDraft } from './drafts'
import { setFlash } from './flash'
import { type DraftKey, draftId, type FormState, typedValues } from './form-state'
import { getViewer, type Viewer } from './viewer'

type Steps<S extends z.ZodType, R, L> = {
  /** Names the form in logs and drafts. */
  name: string
  schema: S
  limit?: L
  /** Called once everything holds. Ends with `finish`, `refreshOrRedirectBack` or a redirect. */
  run: (who: R, input: z.output<S>, form: FormData) => Promise<Done> | Promise<void>
}

/** What the form learns about its success, with script. */
type Done = Pick<NonNullable<FormState>, 'next'>

/** A mutation by a member: who, how often, valid, do it, translate errors — in that order. */
export async function memberAction<S extends z.ZodType>(
  form: FormData,
  steps: Steps<S, Viewer, MemberLimit>,
): Promise<FormState> {
  return refusable(steps.name, form, async () => {
    const viewer = await getViewer()
    if (!viewer) throw new AppError('unauthenticated', steps.name)
    if (steps.limit) await spend(steps.limit, String(viewer.id))
    return steps.run(viewer, parse(steps.schema, form), form)
  })
}

/** A mutation by anyone, limited by address. */
export async function guestAction<S extends z.ZodType>(
  form: FormData,
  steps: Steps<S, Guest, AddressLimit>,
): Promise<FormState> {
  return refusable(steps.name, form, async () => {
    const from = await headers()
    const guest = { ip: clientAddress(from), userAgent: from.get('user-agent') ?? '' }
    const input = parse(steps.schema, form)
    if (steps.limit) await spend(steps.limit, guest.ip)
    return steps.run(guest, input, form)
  })
}

export type Guest = { ip: string; userAgent: string }

function parse<S extends z.ZodType>(schema: S, form: FormData): z.output<S> {
  const result = schema.safeParse(Object.fromEntries(form))
  if (result.success) return result.data
  const fieldErrors: FieldErrors = {}
  for (const issue of result.error.issues) fieldErrors[String(issue.path[0] ?? 'form')] ??= issue.message
  throw new AppError('invalid', 'form', { fieldErrors })
}

/** Only an AppError is an answer; redirects and faults pass through. */
async function refusable(name: string, form: FormData, work: () => Promise<unknown>): Promise<FormState> {
  try {
    return { ok: true, at: Date.now(), ...((await work()) ?? {}) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    log.info({ event: 'action.refused', action: name, code: error.code, reason: error.message }, 'refused')
    return refuse(name, form, error)
  }
}

async function refuse(name: string, form: FormData, error: AppError): Promise<FormState> {
  const values = typedValues(form)
  const plain = !(await isScriptSubmission())
  if (error.code === 'unauthenticated') {
    const kept = await saveDraft(name, values)
    // With script a text too long to be kept is still on the page, so there the person stays.
    if (kept !== 'too-long' || plain) {
      await setFlash('warning', kept === 'kept' ? 'sessionEnded' : 'loginAgain')
      redirect(`/login?next=${encodeURIComponent(await refererPath())}`)
    }
  }
  // Found again by the form after the log-in that it asks for.
  if (error.code === 'reauthenticate') await saveDraft(name, values)
  if (plain && error.code === 'forbidden') redirect('/forbidden')
  if (plain && error.code === 'not-found') {
    // The page has gone with its form; who wrote something finds it again where they write next.
    const written = name === 'post' || name === 'edit-post'
    if (written && (await saveDraft('post', { ...values, draftPlace: '/' })) === 'kept')
      await setFlash('warning', 'goneButKept')
    notFound()
  }
  const { code, fieldErrors, retryAfter } = error
  if (code === 'busy') answerUnavailable(retryAfter ?? 1)
  return { ok: false, code, fieldErrors, retryAfter, values, at: Date.now() }
}

/** Whether the form was sent by script and its answer goes back to the page that is open. */
export async function isScriptSubmission(): Promise<boolean> {
  return (await headers()).has('next-action')
}

/** Path and query of the page that the form stood on. */
export async function refererPath(): Promise<string> {
  const referrer = (await headers()).get('referer')
  if (!referrer || !URL.canParse(referrer)) return '/'
  const { pathname, search } = new URL(referrer)
  return safeNext(pathname + search)
}

/**
 * Ends an action whose result another page may show. Without script the person is sent there with a message. With
 * script the form itself says that it is done, and goes there; the page it stands on comes up to date in place.
 * @param path Path, query and fragment of the page that shows the result.
 * @param flash A key of the `flash` messages.
 * @param draft Of what was sent: it is no longer needed, neither here nor in the browser.
 */
export async function finish(path: string, flash: string, draft?: DraftKey): Promise<Done> {
  if (draft) await deleteDraft(draft)
  if (!(await isScriptSubmission())) {
    await setFlash('success', flash, draft?.member ? { draft: draftId(draft) } : {})
    redirect(path)
  }
  const here = await refererPath()
  if (path.split('#')[0] === here) refresh()
  return path === here ? {} : { next: path }
}

/**
 * Ends an action that changes something on the page it stands on: with script the page is brought up to date in
 * place, without it the person is sent back with a message.
 */
export async function refreshOrRedirectBack(
  category: 'success' | 'info' | 'danger',
  key: string,
  params = {},
): Promise<void> {
  if (await isScriptSubmission()) return refresh()
  await setFlash(category, key, params)
  redirect(await refererPath())
}

/**
 * Ends an action on one entry of a page: without script the person is sent back to where it stands. With script there
 * is nothing to do, since the page has shown the change already.
 * @param id The id of the entry's element.
 */
export async function redirectToAnchor(id: string): Promise<void> {
  if (!(await isScriptSubmission())) redirect(`${await refererPath()}#${id}`)
}

/** What a plain form acted on has gone meanwhile: said on the page that it stood on. Other errors pass through. */
export async function flashIfGone(error: unknown): Promise<never> {
  if (!(error instanceof AppError) || error.code !== 'not-found' || (await isScriptSubmission())) throw error
  await setFlash('danger', 'gone')
  redirect(await refererPath())
}
