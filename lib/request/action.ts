import { headers } from 'next/headers'
import type { z } from 'zod'
import { outageRefusal } from '../db/outage'
import { AppError, type FieldErrors } from '../errors'
import { clientAddress } from '../http/cookies'
import { log } from '../log/log'
import { type AddressLimit, type MemberLimit, spend } from '../rate-limit/rate-limit'
import { type Admin, isAdmin } from '../viewer'
import type { ActionResult } from './action-result'
import type { FormState } from './form-state'
import { type RefusalOptions, refuse } from './refusal'
import { getCaller, type Viewer } from './viewer'

/** Names of input that may not be sent back. */
type SecretName = `${string}assword${string}` | `${string}oken${string}` | 'repeat' | 'current'
type SecretOf<Schema extends z.ZodType> = Extract<keyof z.input<Schema>, SecretName>

/** Makes `secretFields` required for a schema with secret input. */
type Secrets<Schema extends z.ZodType> = [SecretOf<Schema>] extends [never]
  ? unknown
  : { secretFields: readonly SecretOf<Schema>[] }

type ActionOptions<Schema extends z.ZodType, Actor, Limit> = RefusalOptions & {
  schema: Schema
  limit?: Limit
  /** Executes the action with the valid input. Ends with a function of action-result.ts or a redirect. */
  run: (actor: Actor, input: z.output<Schema>, form: FormData) => Promise<ActionResult> | Promise<void>
}

export type Guest = { ip: string; userAgent: string }

/** Runs an action of a user: authenticates, spends a point of the user's limit, validates, executes, maps errors. */
export async function memberAction<Schema extends z.ZodType>(
  given: FormData,
  options: ActionOptions<Schema, Viewer, MemberLimit> & Secrets<Schema>,
): Promise<FormState> {
  const form = asForm(given)
  return answer(form, options, async () => {
    const viewer = await getCaller()
    if (!viewer) throw new AppError('unauthenticated', options.name)
    if (options.limit) await spend(options.limit, String(viewer.id))
    return options.run(viewer, parseForm(options.schema, form), form)
  })
}

/** Runs an action of an administrator, as `memberAction`. Everybody else gets the 404 page. */
export async function adminAction<Schema extends z.ZodType>(
  given: FormData,
  options: ActionOptions<Schema, Admin, MemberLimit> & Secrets<Schema>,
): Promise<FormState> {
  const form = asForm(given)
  return answer(form, options, async () => {
    const viewer = await getCaller()
    if (!isAdmin(viewer)) throw new AppError('not-found', options.name)
    if (options.limit) await spend(options.limit, String(viewer.id))
    return options.run(viewer, parseForm(options.schema, form), form)
  })
}

/** Runs an action that needs no session: validates, spends a point of the address's limit, executes, maps errors. */
export async function guestAction<Schema extends z.ZodType>(
  given: FormData,
  options: ActionOptions<Schema, Guest, AddressLimit> & Secrets<Schema>,
): Promise<FormState> {
  const form = asForm(given)
  return answer(form, options, async () => {
    const from = await headers()
    const guest = { ip: clientAddress(from), userAgent: from.get('user-agent') ?? '' }
    const input = parseForm(options.schema, form)
    if (options.limit) await spend(options.limit, guest.ip)
    return options.run(guest, input, form)
  })
}

/** A client can call an action with any arguments. Anything but form data counts as an empty form. */
function asForm(given: unknown): FormData {
  return given instanceof FormData ? given : new FormData()
}

function parseForm<Schema extends z.ZodType>(schema: Schema, form: FormData): z.output<Schema> {
  const result = schema.safeParse(Object.fromEntries(form))
  if (result.success) return result.data
  const fieldErrors: FieldErrors = {}
  for (const issue of result.error.issues) fieldErrors[String(issue.path[0] ?? 'form')] ??= issue.message
  throw new AppError('invalid', 'form', { fieldErrors })
}

/** Turns the outcome into the state of the form. Redirects and unexpected errors pass through. */
async function answer(
  form: FormData,
  options: RefusalOptions,
  work: () => Promise<unknown>,
): Promise<FormState> {
  try {
    return { ok: true, at: Date.now(), ...((await work()) ?? {}) }
  } catch (error) {
    const refusal = error instanceof AppError ? error : outageRefusal(error)
    if (!refusal) throw error
    const { code, message: reason } = refusal
    log.info({ event: 'action.refused', action: options.name, code, reason }, 'refused')
    return refuse(refusal, form, options)
  }
}
