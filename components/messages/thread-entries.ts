import { importNewEntries, loadPage } from '@/components/ui/entries'

/** The position before every message. */
const beginning = '0-0'

/**
 * Loads all newer messages, in order and each once.
 * @param list The list of entries; the last one is the newest on the page.
 * @param path The thread's address.
 * @param append Appends a page of entries to the list.
 */
export async function appendNewer(
  list: Element,
  path: string,
  append: (entries: Element[]) => void,
): Promise<void> {
  for (;;) {
    const last = list.lastElementChild?.getAttribute('data-position') ?? beginning
    const page = await loadPage(`${path}?after=${last}`)
    const entries = importNewEntries(list, page)
    if (entries.length > 0) append(entries)
    if (entries.length === 0 || !page.querySelector('[data-thread] a[rel="prev"]')) return
  }
}

/** The link to older messages; null when there are none. */
export function findOlderLink(root: ParentNode): HTMLAnchorElement | null {
  return root.querySelector<HTMLAnchorElement>('[data-thread] a[rel="next"]')
}

/** Prepends the page behind the "Older" link, and updates the link. */
export async function prependOlder(list: Element): Promise<void> {
  const link = findOlderLink(document)
  if (!link) return
  const page = await loadPage(link.href)
  list.prepend(...importNewEntries(list, page))
  const further = findOlderLink(page)
  if (further) return link.setAttribute('href', further.getAttribute('href') ?? '')
  // Hidden instead of removed, because React manages the node.
  link.removeAttribute('rel')
  link.hidden = true
  link.nextElementSibling?.removeAttribute('hidden')
}
