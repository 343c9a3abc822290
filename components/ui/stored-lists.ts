import { withSessionStorage } from './storage'

const key = 'roost-lists'

/** @returns The lists that this tab stored before a reload, as JSON; null if there are none. */
export function readStoredLists(): string | null {
  return withSessionStorage((storage) => storage.getItem(key)) ?? null
}

export function writeStoredLists(json: string): void {
  withSessionStorage((storage) => storage.setItem(key, json))
}

export function removeStoredLists(): void {
  withSessionStorage((storage) => storage.removeItem(key))
}
