import { cookies, headers } from 'next/headers'
import { z } from 'zod'
import { sign, unsign } from '../crypto/signing'
import { cookieOptions, draftCookie, isSecure } from '../http/cookies'
import type { DraftKey } from './form-state'

const drafts = z.array(
  z.object({
    member: z.number(),
    form: z.string(),
    place: z.string(),
    values: z.record(z.string(), z.string()),
  }),
)
type Draft = z.infer<typeof drafts>[number]

/** A cookie holds at most 4096 bytes (RFC 6265 §6.1). Name and attributes leave these for the signed drafts. */
const maxSigned = 3800

/**
 * Keeps the text of a form until its user has logged in again. When the cookie is full, the oldest drafts are removed.
 * @param form The name of the form.
 * @param fields The fields to keep; none for a form without text.
 * @param values The values of the form, with `draftMember` and `draftPlace`.
 * @returns `nothing` when there is no field to keep or no user, `too-long` when the draft alone does not fit.
 */
export async function saveDraft(
  form: string,
  fields: readonly string[],
  values: Record<string, string>,
): Promise<'kept' | 'too-long' | 'nothing'> {
  const member = Number(values.draftMember)
  if (fields.length === 0 || !Number.isSafeInteger(member) || member < 1) return 'nothing'
  const texts = fields.map((field) => [field, values[field] ?? ''])
  const draft = { member, form, place: values.draftPlace ?? '', values: Object.fromEntries(texts) }
  const all = [draft, ...(await readAll()).filter((other) => !isSame(other, draft))]
  while (all.length > 0 && sign('draft', all).length > maxSigned) all.pop()
  if (all.length === 0) return 'too-long'
  await store(all)
  return 'kept'
}

/** The kept values of a form by field, or null. */
export async function readDraft(key: DraftKey): Promise<Record<string, string> | null> {
  return (await readAll()).find((draft) => isSame(draft, key))?.values ?? null
}

/** The key of the draft of a submitted form. */
export function draftKeyOf(form: string, submitted: FormData): DraftKey {
  return {
    member: Number(submitted.get('draftMember')) || 0,
    form,
    place: String(submitted.get('draftPlace') ?? '').slice(0, 100),
  }
}

/** Deletes one draft. Idempotent. */
export async function deleteDraft(key: DraftKey): Promise<void> {
  const all = await readAll()
  const left = all.filter((draft) => !isSame(draft, key))
  if (left.length < all.length) await store(left)
}

/** Deletes all drafts of this browser. */
export async function deleteAllDrafts(): Promise<void> {
  if ((await cookies()).has(draftCookie)) await store([])
}

function isSame(one: DraftKey, other: DraftKey): boolean {
  return one.member === other.member && one.form === other.form && one.place === other.place
}

async function readAll(): Promise<Draft[]> {
  return drafts.safeParse(unsign('draft', (await cookies()).get(draftCookie)?.value)).data ?? []
}

async function store(all: Draft[]): Promise<void> {
  const jar = await cookies()
  const options = cookieOptions(isSecure(await headers()))
  if (all.length === 0) jar.delete({ ...options, name: draftCookie })
  else jar.set(draftCookie, sign('draft', all), { ...options, maxAge: 3600 })
}
