import type { Page } from '@/lib/page'

type Entry = { id: number | string }

/** Appends the next older page to a list. */
export function appendPage<T extends Entry>(current: Page<T>, next: Page<T>): Page<T> {
  const known = new Set(current.items.map(({ id }) => id))
  return {
    ...current,
    items: [...current.items, ...next.items.filter(({ id }) => !known.has(id))],
    older: next.older,
  }
}

/**
 * Merges the newest page into a list. Entries below the page are kept if page and list overlap. Without an overlap
 * there may be a gap, so the page replaces the list.
 * @param timeOf The sort key, for lists in which an existing entry can move to the top, such as conversations.
 */
export function mergePages<T extends Entry>(
  loaded: Page<T>,
  current: Page<T>,
  timeOf?: (item: T) => Date,
): Page<T> {
  const fresh = new Set(loaded.items.map(({ id }) => id))
  const lastShared = current.items.findLastIndex(({ id }) => fresh.has(id))
  const lastLoaded = loaded.items.at(-1)
  if (lastShared < 0 || !lastLoaded) return loaded
  const below = timeOf
    ? current.items.filter((item) => !fresh.has(item.id) && timeOf(item) < timeOf(lastLoaded))
    : current.items.slice(lastShared + 1)
  if (below.length === 0) return loaded
  return { items: [...loaded.items, ...below], older: current.older, newer: loaded.newer }
}
