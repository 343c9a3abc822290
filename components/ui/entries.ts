/**
 * The page at an address of this site. Its scripts do not run.
 * @throws Error when it is not there, or when another page than the one asked for came (the log-in page, say).
 */
export async function loadPage(address: string): Promise<Document> {
  const answer = await fetch(address, { headers: { accept: 'text/html' } })
  if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`)
  return new DOMParser().parseFromString(await answer.text(), 'text/html')
}

/**
 * The entries of a loaded page's list that `list` does not hold yet, told by their ids, ready to be put in. What is a
 * form in them works as plain HTML does. They are marked with `data-loaded`: React does not know them.
 * @param list Marked with `data-list`, like its counterpart.
 */
export function freshEntries(list: Element, page: Document): Element[] {
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
