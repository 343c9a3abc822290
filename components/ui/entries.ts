/**
 * Fetches and parses a page of this site. Its scripts do not run.
 * @throws Error for an error status or a redirect (to the log-in page, for example).
 */
export async function loadPage(address: string): Promise<Document> {
  const response = await fetch(address, { headers: { accept: 'text/html' } })
  if (!response.ok || response.redirected) throw new Error(`status ${response.status}`)
  return new DOMParser().parseFromString(await response.text(), 'text/html')
}

/**
 * Imports the entries of a loaded page that a list lacks, by id. Their forms work as plain HTML forms. They have the
 * attribute `data-loaded`, because React does not manage them.
 * @param list An element with `data-list`, as in the loaded page.
 */
export function importNewEntries(list: Element, page: Document): Element[] {
  const known = new Set([...list.children].map((entry) => entry.id))
  const all = [...(page.querySelector('[data-list]')?.children ?? [])]
  return all
    .filter((entry) => !known.has(entry.id))
    .map((entry) => {
      const copy = document.importNode(entry, true)
      if (copy instanceof HTMLElement) copy.dataset.loaded = ''
      return copy
    })
}
