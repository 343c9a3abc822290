/** An entry of the session history. */
export type HistoryEntry = { key: string; index: number; url: string | null }

type Navigation = {
  currentEntry: HistoryEntry | null
  entries: () => HistoryEntry[]
  traverseTo: (key: string) => void
  addEventListener: (type: 'navigate', listener: (event: { navigationType: string }) => void) => void
}

/** The Navigation API, which TypeScript does not declare. @returns undefined on the server and in older browsers */
export function getNavigation(): Navigation | undefined {
  return (globalThis as { navigation?: Navigation }).navigation
}
