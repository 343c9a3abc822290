'use client'

import { useEffect } from 'react'
import { freshEntries, loadPage } from './entries'

/**
 * Loads the next page of a list before its end is reached: the HTML that the "Older" link leads to, of which the new
 * entries are taken over. Without JavaScript, or when a request fails, the link is still there.
 */
export function Endless() {
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
  }, [])
  return null
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
