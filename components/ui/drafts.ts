import { withSessionStorage } from './storage'

const prefix = 'roost.draft.'

/** UTF-16 units of one field, and drafts of one tab. Browsers limit sessionStorage to about five million units. */
const maxLength = 50_000
const maxDrafts = 30

type Values = Record<string, string>
type Stored = { at: number; values: Values }

/**
 * Reads the draft of a form.
 * @param id From draftId of lib/request/form-state.ts.
 * @returns The text by field; null when there is no draft.
 */
export function readDraft(id: string): Values | null {
  return stored(prefix + id)?.values ?? null
}

/** Saves the draft of a form in this tab. Truncates long texts and deletes the oldest drafts beyond the limits. */
export function saveDraft(id: string, values: Values): void {
  const cut = Object.entries(values).map(([field, text]) => [field, text.slice(0, maxLength)])
  withSessionStorage((storage) => {
    storage.setItem(prefix + id, JSON.stringify({ at: Date.now(), values: Object.fromEntries(cut) }))
    const oldestFirst = allKeys(storage)
      .filter((key) => key !== prefix + id)
      .sort((one, other) => (stored(one)?.at ?? 0) - (stored(other)?.at ?? 0))
    for (const old of oldestFirst.slice(0, Math.max(0, oldestFirst.length + 1 - maxDrafts)))
      storage.removeItem(old)
  })
}

/** Deletes the draft of a form. Idempotent. */
export function deleteDraft(id: string): void {
  withSessionStorage((storage) => storage.removeItem(prefix + id))
}

/** Deletes the drafts of all members but one; all drafts when `member` is null. */
export function deleteDraftsOfOthers(member: number | null): void {
  withSessionStorage((storage) => {
    for (const key of allKeys(storage))
      if (member === null || !key.startsWith(`${prefix}${member}.`)) storage.removeItem(key)
  })
}

const allKeys = (storage: Storage) => Object.keys(storage).filter((key) => key.startsWith(prefix))

function stored(key: string): Stored | null {
  return withSessionStorage((storage) => JSON.parse(storage.getItem(key) ?? 'null') as Stored | null) ?? null
}
