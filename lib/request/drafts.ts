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

/** Forms in which somebody may have written at length, with the fields that hold it. */
const keptFields: Record<string, string[]> = {
  post: ['body'],
  'edit-post': ['body'],
  message: ['body'],
  account: ['username', 'displayName', 'email', 'aboutMe'],
}

/** A cookie holds at most 4096 bytes (RFC 6265); with its name and signature this much is left for all drafts. */
const maxSigned = 3800

/**
 * Keeps what somebody typed while they log in again, for the member whose page the form stood on. The oldest drafts
 * give way when the cookie is full.
 * @param values Of the form, with its `draftMember` and `draftPlace`.
 * @returns `nothing` for forms that hold no writing, `too-long` when the draft alone does not fit.
 */
export async function saveDraft(
  form: string,
  values: Record<string, string>,
): Promise<'kept' | 'too-long' | 'nothing'> {
  const fields = keptFields[form]
  const member = Number(values.draftMember)
  if (!fields || !Number.isSafeInteger(member) || member < 1) return 'nothing'
  const texts = fields.map((field) => [field, values[field] ?? ''])
  const draft = { member, form, place: values.draftPlace ?? '', values: Object.fromEntries(texts) }
  const all = [draft, ...(await readAll()).filter((other) => !isSame(other, draft))]
  while (all.length > 0 && sign('draft', all).length > maxSigned) all.pop()
  if (all.length === 0) return 'too-long'
  await store(all)
  return 'kept'
}

/** What a member typed into a form before the session ended, or null. */
export async function readDraft(key: DraftKey): Promise<Record<string, string> | null> {
  return (await readAll()).find((draft) => isSame(draft, key))?.values ?? null
}

/** The key of the draft that a form which was sent may have had. */
export const draftKeyOf = (form: string, sent: FormData): DraftKey => ({
  member: Number(sent.get('draftMember')) || 0,
  form,
  place: String(sent.get('draftPlace') ?? '').slice(0, 100),
})

/** Removes the draft of a form that was sent; those of other forms stay. */
export async function deleteDraft(key: DraftKey): Promise<void> {
  const all = await readAll()
  const left = all.filter((draft) => !isSame(draft, key))
  if (left.length < all.length) await store(left)
}

/** Removes all drafts: their writer logged out. */
export async function deleteAllDrafts(): Promise<void> {
  if ((await cookies()).has(draftCookie)) await store([])
}

const isSame = (one: DraftKey, other: DraftKey) =>
  one.member === other.member && one.form === other.form && one.place === other.place

async function readAll(): Promise<Draft[]> {
  return drafts.safeParse(unsign('draft', (await cookies()).get(draftCookie)?.value)).data ?? []
}

async function store(all: Draft[]): Promise<void> {
  const jar = await cookies()
  const options = cookieOptions(isSecure(await headers()))
  if (all.length === 0) jar.delete({ ...options, name: draftCookie })
  else jar.set(draftCookie, sign('draft', all), { ...options, maxAge: 3600 })
}
