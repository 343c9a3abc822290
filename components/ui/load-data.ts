/** Keys of JSON whose values are times, such as `createdAt`. */
const timeKey = /(?:^a|A)t$/

/** Parses JSON of this application: times become Dates. */
export function parseData<T>(json: string): T {
  return JSON.parse(json, (key, value) =>
    timeKey.test(key) && typeof value === 'string' ? new Date(value) : value,
  ) as T
}

/**
 * Loads the JSON of a page from `app/data`.
 * @param path The address of the page.
 * @throws Error for an error status; the session may have ended
 */
export async function loadData<T>(path: string, query: string): Promise<T> {
  const response = await fetch(`/data${path === '/' ? '/home' : path}${query}`, { cache: 'no-store' })
  if (!response.ok) throw new Error(`status ${response.status}`)
  return parseData<T>(await response.text())
}
