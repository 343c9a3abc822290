/**
 * Uses the storage of this browser. Access may throw, for example when cookies are blocked.
 * @returns undefined when it does.
 */
export function withLocalStorage<T>(use: (storage: Storage) => T): T | undefined {
  return ignoringErrors(() => use(localStorage))
}

/** Like `withLocalStorage`, for the storage of this tab. */
export function withSessionStorage<T>(use: (storage: Storage) => T): T | undefined {
  return ignoringErrors(() => use(sessionStorage))
}

function ignoringErrors<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
