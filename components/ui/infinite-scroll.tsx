'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import { freshEntries, loadPage } from './entries'

/**
 * Loads the next page of a list before its end is reached: the HTML that the "Older" link leads to, of which the new
 * entries are taken over. Without JavaScript, or when a request fails, the link is still there.
 * @param older Where the link leads when the server has rendered the page; another value means another page.
 */
export function InfiniteScroll({ older }: { older: string }) {
  const former = useRef(older)
  useLayoutEffect(() => {
    if (former.current !== older) joinLoaded()
    former.current = older
  }, [older])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another link to observe
  useEffect(() => {
    let loading = false
    const observer = new IntersectionObserver(
      async (entries) => {
        if (loading || !entries.some((entry) => entry.isIntersecting)) return
        loading = true
        await extend().catch(() => observer.disconnect())
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
 * React has rendered the list's first page anew and does not know what was loaded below it. After a post was deleted
 * the page reaches into the loaded entries: those it holds now go, the others follow it. Otherwise a new post has pushed
 * one off the page, and the loaded entries go so that none is missing between.
 */
function joinLoaded(): void {
  const list = document.querySelector('[data-list]')
  if (!list) return
  const entries = [...list.children] as HTMLElement[]
  const loaded = entries.filter(
    ({ dataset }) => dataset.loaded !== undefined && dataset.brought === undefined,
  )
  const known = new Set(entries.filter(({ dataset }) => dataset.loaded === undefined).map(({ id }) => id))
  const kept = loaded.filter(({ id }) => !known.has(id))
  const overlap = kept.length < loaded.length
  for (const entry of loaded) entry.remove()
  if (overlap) list.append(...kept)
  else showLinkAgain()
}

function showLinkAgain(): void {
  const link = document.querySelector<HTMLAnchorElement>('[data-pager] a[hidden]')
  if (!link) return
  link.nextElementSibling?.remove()
  link.hidden = false
  link.rel = 'next'
}

const olderLink = (root: ParentNode) => root.querySelector<HTMLAnchorElement>('[data-pager] a[rel="next"]')

async function extend(): Promise<void> {
  const link = olderLink(document)
  const list = document.querySelector('[data-list]')
  if (!link || !list) return
  const next = await loadPage(link.href)
  list.append(...freshEntries(list, next))
  followPager(link, next)
}

/** The link moves on in place, so that React still finds the nodes it knows. */
function followPager(link: HTMLAnchorElement, next: Document): void {
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
