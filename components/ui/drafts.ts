const prefix = 'roost.draft.'

/** Characters of one draft, and drafts of one tab. A browser gives all of sessionStorage about five million. */
const maxLength = 50_000
const maxDrafts = 30

type Values = Record<string, string>
type Stored = { at: number; values: Values }

/**
 * What was typed into a form, by field; null when nothing is kept.
 * @param id Of lib/request/form-state.ts, here as everywhere below.
 */
export function readDraft(id: string): Values | null {
  return stored(prefix + id)?.values ?? null
}

/** Keeps what is typed into a form, in this tab. Beyond the limits the end of a text and the oldest drafts are given up. */
export function saveDraft(id: string, values: Values): void {
  const kept = Object.entries(values).map(([field, text]) => [field, text.slice(0, maxLength)])
  withStorage((storage) => {
    storage.setItem(prefix + id, JSON.stringify({ at: Date.now(), values: Object.fromEntries(kept) }))
    const oldestFirst = allKeys(storage)
      .filter((key) => key !== prefix + id)
      .sort((one, other) => (stored(one)?.at ?? 0) - (stored(other)?.at ?? 0))
    for (const old of oldestFirst.slice(0, Math.max(0, oldestFirst.length + 1 - maxDrafts)))
      storage.removeItem(old)
  })
}

export function deleteDraft(id: string): void {
  withStorage((storage) => storage.removeItem(prefix + id))
}

/** Removes the drafts of everybody but one member; of everybody when `member` is null. */
export function deleteDraftsOfOthers(member: number | null): void {
  withStorage((storage) => {
    for (const key of allKeys(storage))
      if (member === null || !key.startsWith(`${prefix}${member}.`)) storage.removeItem(key)
  })
}

const allKeys = (storage: Storage) => Object.keys(storage).filter((key) => key.startsWith(prefix))

function stored(key: string): Stored | null {
  return withStorage((storage) => JSON.parse(storage.getItem(key) ?? 'null') as Stored | null) ?? null
}

/** A browser may refuse to keep anything; the text is still in its field then. */
function withStorage<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(sessionStorage)
  } catch {
    return undefined
  }
}
