import { importNewEntries, loadPage } from '@/components/ui/entries'

/** Before every message. */
const beginning = '0-0'

/**
 * Brings what was written since, in order and each message once, however many there are.
 * @param list The entries; its last one is the newest that the page holds.
 * @param path The thread's address.
 * @param append Puts a page of them at the end of the list.
 */
export async function appendNewer(
  list: Element,
  path: string,
  append: (entries: Element[]) => void,
): Promise<void> {
  for (;;) {
    const last = list.lastElementChild?.getAttribute('data-place') ?? beginning
    const page = await loadPage(`${path}?after=${last}`)
    const fresh = importNewEntries(list, page)
    if (fresh.length > 0) append(fresh)
    if (fresh.length === 0 || !page.querySelector('[data-thread] a[rel="prev"]')) return
  }
}

/** The link to what was written before, while there is more. */
export const olderLink = (root: ParentNode): HTMLAnchorElement | null =>
  root.querySelector<HTMLAnchorElement>('[data-thread] a[rel="next"]')

/** Puts the page that the "Older" link leads to above the thread, and moves the link on. */
export async function prependOlder(list: Element): Promise<void> {
  const link = olderLink(document)
  if (!link) return
  const page = await loadPage(link.href)
  list.prepend(...importNewEntries(list, page))
  const further = olderLink(page)
  if (further) return link.setAttribute('href', further.getAttribute('href') ?? '')
  // Hidden and not taken away, so that React still finds the nodes it knows.
  link.removeAttribute('rel')
  link.hidden = true
  link.nextElementSibling?.removeAttribute('hidden')
}
