'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import { importNewEntries, loadPage } from './entries'

/**
 * Loads the next page of a list before its end is reached: fetches the HTML behind the "Older" link and appends its
 * entries. Without JavaScript, or after a failed request, the link remains.
 * @param older The link's address as rendered by the server; another value means another page.
 */
export function InfiniteScroll({ older }: { older: string }) {
  const former = useRef(older)
  useLayoutEffect(() => {
    if (former.current !== older) mergeLoaded()
    former.current = older
  }, [older])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another link to observe
  useEffect(() => {
    let loading = false
    const observer = new IntersectionObserver(
      async (entries) => {
        if (loading || !entries.some((entry) => entry.isIntersecting)) return
        loading = true
        await loadNext().catch(() => observer.disconnect())
        loading = false
        watch()
      },
      { rootMargin: '800px' },
    )
    const watch = () => {
      observer.disconnect()
      const link = olderLink(document)
      if (link) observer.observe(link)
    }
    watch()
    return () => observer.disconnect()
  }, [older])
  return null
}

/**
 * Called when React has rendered the first page again, without the entries that were loaded below it. After a deletion
 * the page overlaps with the loaded entries: duplicates are removed, the rest stays. Otherwise a new post has pushed an
 * entry off the page, and the loaded entries are removed, because one would be missing in between.
 */
function mergeLoaded(): void {
  const list = document.querySelector('[data-list]')
  if (!list) return
  const entries = [...list.children] as HTMLElement[]
  const loaded = entries.filter(
    ({ dataset }) => dataset.loaded !== undefined && dataset.prepended === undefined,
  )
  const known = new Set(entries.filter(({ dataset }) => dataset.loaded === undefined).map(({ id }) => id))
  const kept = loaded.filter(({ id }) => !known.has(id))
  const overlap = kept.length < loaded.length
  for (const entry of loaded) entry.remove()
  if (overlap) list.append(...kept)
  else restoreLink()
}

function restoreLink(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-pager] a[hidden]')
  if (!link) return
  link.nextElementSibling?.remove()
  link.hidden = false
  link.rel = 'next'
}

const olderLink = (root: ParentNode) => root.querySelector<HTMLAnchorElement>('[data-pager] a[rel="next"]')

async function loadNext(): Promise<void> {
  const link = olderLink(document)
  const list = document.querySelector('[data-list]')
  if (!link || !list) return
  const next = await loadPage(link.href)
  list.append(...importNewEntries(list, next))
  updateLink(link, next)
}

/** Updates the link in place, because React manages its node. */
function updateLink(link: HTMLAnchorElement, next: Document): void {
  const further = olderLink(next)
  if (further) {
    link.setAttribute('href', further.getAttribute('href') ?? '')
    return
  }
  const note = document.createElement('p')
  note.className = 'text-sm text-quiet'
  note.textContent = next.querySelector('[data-pager] p')?.textContent ?? ''
  link.hidden = true
  link.removeAttribute('rel')
  link.after(note)
}
