import { cookies } from 'next/headers'
import { z } from 'zod'
import { draftCookie } from './http/cookies'
import { sign, unsign } from './http/signing'

const draft = z.object({ form: z.string(), values: z.record(z.string(), z.string()) })

/** Forms in which somebody may have written at length. */
const keptForms = ['post', 'edit-post', 'message', 'account']

/** A cookie holds at most 4096 bytes (RFC 6265); with its name and signature this much is left for a draft. */
const maxSigned = 3800

/** Keeps what somebody typed while they log in again. `nothing` for forms that hold no writing. */
export async function keepDraft(
  form: string,
  values: Record<string, string>,
): Promise<'kept' | 'too-long' | 'nothing'> {
  if (!keptForms.includes(form)) return 'nothing'
  const value = sign('draft', { form, values })
  if (value.length > maxSigned) return 'too-long'
  const jar = await cookies()
  jar.set(draftCookie, value, { path: '/', sameSite: 'lax', httpOnly: true, maxAge: 3600 })
  return 'kept'
}

/** What was typed into `form` before the session ended, or null. */
export async function readDraft(form: string): Promise<Record<string, string> | null> {
  const kept = draft.safeParse(unsign('draft', (await cookies()).get(draftCookie)?.value))
  return kept.success && kept.data.form === form ? kept.data.values : null
}

/** Forgets the draft: it was sent, or its writer logged out. */
export async function dropDraft(): Promise<void> {
  const jar = await cookies()
  if (jar.has(draftCookie)) jar.delete(draftCookie)
}
