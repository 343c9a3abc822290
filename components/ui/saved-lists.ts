import { parseData } from './load-data'
import { getNavigation } from './navigation-api'
import { readStoredLists, removeStoredLists, writeStoredLists } from './stored-lists'

/** A list with its scroll position and focus, to restore after Back or a reload. */
export type SavedList = {
  path: string
  page: unknown
  /** The first entry in view, and the distance of its top from that of the window in pixels. */
  anchor: { id: string; top: number } | null
  /** The focused element: its entry, and its index among the focusable elements of the entry. */
  focus: { id: string; index: number } | null
}

/** Lists kept in memory. */
const maxLists = 20
/** Lists and characters of one list in sessionStorage, which browsers limit to about five million characters. */
const maxStored = 5
const maxLength = 500_000

type Stored = { member: number; lists: [key: string, json: string][] }

/** By history entry key, least recently saved first. */
const lists = new Map<string, SavedList>()
let owner: number | null = null

/**
 * The key of the current history entry, which is stable across reloads; null in browsers without the Navigation
 * API, which restore no lists.
 */
export function historyKey(): string | null {
  return getNavigation()?.currentEntry?.key ?? null
}

/** Saves a list in memory under a history entry key; evicts the least recently saved one. */
export function saveList(key: string, list: SavedList): void {
  lists.delete(key)
  lists.set(key, list)
  const [oldest] = lists.keys()
  if (lists.size > maxLists && oldest) lists.delete(oldest)
}

/** @returns The list saved under a history entry key; null if there is none. */
export function readList(key: string): SavedList | null {
  return lists.get(key) ?? null
}

/** Loads the lists that this tab stored before a reload. Discards those of another user; `member` is null for guests. */
export function restoreStoredLists(member: number | null): void {
  if (owner !== member) lists.clear()
  owner = member
  const stored = JSON.parse(readStoredLists() ?? 'null') as Stored | null
  removeStoredLists()
  if (stored?.member !== member) return
  for (const [key, json] of stored.lists) if (!lists.has(key)) lists.set(key, parseData<SavedList>(json))
}

/** Deletes all lists of this tab, after a log-out in any tab. */
export function deleteLists(): void {
  lists.clear()
  owner = null
  removeStoredLists()
}

/** Stores the latest lists for a reload. */
export function storeLists(): void {
  if (owner === null) return
  const recent = [...lists]
    .slice(-maxStored)
    .map(([key, list]) => [key, JSON.stringify(list)] as [string, string])
  const stored: Stored = { member: owner, lists: recent.filter(([, json]) => json.length <= maxLength) }
  writeStoredLists(JSON.stringify(stored))
}
