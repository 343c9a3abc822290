'use client'

import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { buttonClass } from '@/components/ui/button'
import { loadPage } from '@/components/ui/entries'
import { onLiveEvent } from '@/components/ui/live-events'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import { insertEntries, lastPosition, restoreEntries } from './conversation-entries'

type Props = {
  rootId: number
  viewerId: number
  path: string
  /** Whether the page ends with the last reply; other pages do not insert new replies. */
  isLastPage: boolean
  /** Time of the server render; changes with every render. */
  renderedAt: number
  newReplies: PluralTemplate
}

/** Inserts new replies into the conversation without moving the visible part, and shows how many are out of view. */
export function NewReplies({ rootId, viewerId, path, isLastPage, renderedAt, newReplies }: Props) {
  const [count, setCount] = useState(0)
  const [announced, setAnnounced] = useState(0)
  const firstUnseen = useRef<HTMLElement | null>(null)
  const isRerender = useRef(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after every server render
  useLayoutEffect(() => {
    restoreEntries()
    if (isRerender.current) scrollToTarget()
    isRerender.current = true
  }, [renderedAt])

  useEffect(() => {
    const announce = (added: number) => {
      setCount((before) => before + added)
      setAnnounced(added)
    }
    const own = new Set<string>()
    const show = (entries: HTMLElement[]) => {
      const others = entries.filter(({ id }) => !own.has(id))
      if (others.length === 0) return
      if (!firstUnseen.current?.isConnected) firstUnseen.current = others[0] ?? null
      announce(others.length)
      if (firstUnseen.current && isInView(firstUnseen.current)) setCount(0)
    }
    const load = serialize(() => loadNewReplies(path).then(show))
    const removers = [
      onLiveEvent('post', (post) => {
        if (post.rootId !== rootId) return
        if (post.authorId === viewerId) own.add(`entry-${post.id}`)
        if (isLastPage) load()
        else if (post.authorId !== viewerId) announce(1)
      }),
      onLiveEvent('reset', () => isLastPage && load()),
    ]
    return () => {
      for (const remove of removers) remove()
    }
  }, [rootId, viewerId, path, isLastPage])

  useEffect(() => {
    if (count === 0 || !firstUnseen.current) return
    const observer = new IntersectionObserver((changes) => {
      if (!changes.some((entry) => entry.isIntersecting)) return
      firstUnseen.current = null
      setCount(0)
    })
    observer.observe(firstUnseen.current)
    return () => observer.disconnect()
  }, [count])

  return (
    <>
      <p aria-live="polite" className="sr-only">
        {announced > 0 && fillPluralTemplate(newReplies, announced)}
      </p>
      {count > 0 && (
        <div className="pointer-events-none sticky bottom-4 z-10 flex justify-center">
          <a
            href={`${path}?latest#composer`}
            className={`${buttonClass()} pointer-events-auto shadow-lg`}
            onClick={(event) => {
              const entry = firstUnseen.current
              if (!entry) return
              event.preventDefault()
              focusEntry(entry)
            }}
          >
            {fillPluralTemplate(newReplies, count)}
          </a>
        </div>
      )}
    </>
  )
}

/** Loads replies since 10 seconds before the last one, because concurrent replies may become visible out of order. */
async function loadNewReplies(path: string): Promise<HTMLElement[]> {
  const [time = 0] = lastPosition().split('-').map(Number)
  const inserted: HTMLElement[] = []
  let address: string | null = `${path}?after=${Math.max(0, time - 10_000)}-0`
  for (let pages = 0; address && pages < 20; pages++) {
    const page: Document = await loadPage(address)
    inserted.push(...keepScrollPosition(() => insertEntries(page)))
    address = page.querySelector('[data-conversation] ~ a[rel="next"]')?.getAttribute('href') ?? null
  }
  return inserted
}

/** Scroll anchoring for browsers without it (Safari). */
function keepScrollPosition<T>(change: () => T): T {
  if (CSS.supports('overflow-anchor', 'auto')) return change()
  const anchor = [...document.querySelectorAll('[data-conversation] .post')].find(isInView)
  const before = anchor?.getBoundingClientRect().top ?? 0
  const result = change()
  if (anchor) window.scrollBy(0, anchor.getBoundingClientRect().top - before)
  return result
}

/** Runs a task one at a time; a call during a run causes one more run. */
function serialize(task: () => Promise<void>): () => void {
  let state: 'idle' | 'busy' | 'again' = 'idle'
  const run = async () => {
    if (state !== 'idle') {
      state = 'again'
      return
    }
    state = 'busy'
    // The next event or a reload retries a failed run.
    await task().catch(() => {})
    const again = (state as string) === 'again'
    state = 'idle'
    if (again) await run()
  }
  return () => void run()
}

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}

function focusEntry(entry: HTMLElement): void {
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)').matches
  entry.scrollIntoView({ block: 'center', behavior: reducedMotion ? 'auto' : 'smooth' })
  entry.tabIndex = -1
  entry.focus({ preventScroll: true })
}

/** After the viewer's own reply the page is rendered again, at an address with the new entry's fragment. */
function scrollToTarget(): void {
  requestAnimationFrame(() => {
    const entry = /^#post-\d+$/.test(location.hash) && document.querySelector(location.hash)
    if (entry && !isInView(entry)) entry.scrollIntoView({ block: 'center' })
  })
}
