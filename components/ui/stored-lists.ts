const key = 'roost-lists'

/** @returns The lists that this tab stored before a reload, as JSON; null if there are none. */
export function readStoredLists(): string | null {
  return withStorage((storage) => storage.getItem(key)) ?? null
}

export function writeStoredLists(json: string): void {
  withStorage((storage) => storage.setItem(key, json))
}

export function removeStoredLists(): void {
  withStorage((storage) => storage.removeItem(key))
}

/** Access to sessionStorage may throw; then a reload restores no list. */
function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage)
  } catch {
    return undefined
  }
}
