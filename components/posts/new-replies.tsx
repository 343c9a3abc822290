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
  /** Whether the open page ends with the last reply; new ones are put in only there. */
  last: boolean
  /** Changes whenever the server renders the page. */
  rendered: number
  newReplies: PluralTemplate
}

/** Brings new replies into the conversation without moving what is read, and says how many came out of sight. */
export function NewReplies({ rootId, viewerId, path, last, rendered, newReplies }: Props) {
  const [count, setCount] = useState(0)
  const [announced, setAnnounced] = useState(0)
  const first = useRef<HTMLElement | null>(null)
  const rerendered = useRef(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: it belongs to every rendering by the server
  useLayoutEffect(() => {
    restoreEntries()
    if (rerendered.current) showTarget()
    rerendered.current = true
  }, [rendered])

  useEffect(() => {
    const tell = (more: number) => {
      setCount((before) => before + more)
      setAnnounced(more)
    }
    const own = new Set<string>()
    const show = (entries: HTMLElement[]) => {
      const others = entries.filter(({ id }) => !own.has(id))
      if (others.length === 0) return
      if (!first.current?.isConnected) first.current = others[0] ?? null
      tell(others.length)
      if (first.current && isInSight(first.current)) setCount(0)
    }
    const load = oneAtATime(() => takeNew(path).then(show))
    const ends = [
      onLiveEvent('post', (post) => {
        if (post.rootId !== rootId) return
        if (post.authorId === viewerId) own.add(`entry-${post.id}`)
        if (last) load()
        else if (post.authorId !== viewerId) tell(1)
      }),
      onLiveEvent('reset', () => last && load()),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [rootId, viewerId, path, last])

  useEffect(() => {
    if (count === 0 || !first.current) return
    const observer = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return
      first.current = null
      setCount(0)
    })
    observer.observe(first.current)
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
              const entry = first.current
              if (!entry) return
              event.preventDefault()
              goTo(entry)
            }}
          >
            {fillPluralTemplate(newReplies, count)}
          </a>
        </div>
      )}
    </>
  )
}

/** Takes in what is there since a little before the last reply: of two that came at once, one may show later. */
async function takeNew(path: string): Promise<HTMLElement[]> {
  const [at = 0] = lastPosition().split('-').map(Number)
  const fresh: HTMLElement[] = []
  let address: string | null = `${path}?after=${Math.max(0, at - 10_000)}-0`
  for (let pages = 0; address && pages < 20; pages++) {
    const page: Document = await loadPage(address)
    fresh.push(...keepingPlace(() => insertEntries(page)))
    address = page.querySelector('[data-conversation] ~ a[rel="next"]')?.getAttribute('href') ?? null
  }
  return fresh
}

/** For browsers that do not keep what is read where it is by themselves. */
function keepingPlace<T>(change: () => T): T {
  if (CSS.supports('overflow-anchor', 'auto')) return change()
  const read = [...document.querySelectorAll('[data-conversation] .post')].find(isInSight)
  const before = read?.getBoundingClientRect().top ?? 0
  const result = change()
  if (read) window.scrollBy(0, read.getBoundingClientRect().top - before)
  return result
}

/** Runs `work` now, and once more after it when it was asked for meanwhile. */
function oneAtATime(work: () => Promise<void>): () => void {
  let state: 'idle' | 'busy' | 'again' = 'idle'
  const run = async () => {
    if (state !== 'idle') {
      state = 'again'
      return
    }
    state = 'busy'
    // What fails now comes with the next news, or when the page is loaded again.
    await work().catch(() => {})
    const again = (state as string) === 'again'
    state = 'idle'
    if (again) await run()
  }
  return () => void run()
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < window.innerHeight
}

function goTo(entry: HTMLElement): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  entry.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' })
  entry.tabIndex = -1
  entry.focus({ preventScroll: true })
}

/** After one's own reply the page is rendered in place, at an address that names the new entry. */
function showTarget(): void {
  requestAnimationFrame(() => {
    const entry = /^#post-\d+$/.test(location.hash) && document.querySelector(location.hash)
    if (entry && !isInSight(entry)) entry.scrollIntoView({ block: 'center' })
  })
}
