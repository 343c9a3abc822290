'use client'

import { useEffect, useRef, useState } from 'react'
import { importNewEntries, loadPage } from '@/components/ui/entries'
import { onLiveEvent } from '@/components/ui/live-events'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'

/** Milliseconds in which the viewer's own post may come to the page that it was written on. */
const courtesy = 3000

type Props = {
  /** Whose page it is. */
  viewer: number
  path: '/' | '/explore'
  /** The label of the button; `uncounted` for more posts than were counted. */
  text: { counted: PluralTemplate; uncounted: string }
}

const shown = (id: number) => document.getElementById(`post-${id}`) !== null

/**
 * Offers posts that came since the page was loaded. Nothing moves until the offer is taken; then they stand on top,
 * taken over from the page's own HTML. Posts that come to the list another way are no longer offered.
 */
export function NewPosts({ viewer, path, text }: Props) {
  const [ids, setIds] = useState<number[]>([])
  const [many, setMany] = useState(false)
  const busy = useRef(false)

  useEffect(() => {
    const offer = (id: number) =>
      setIds((known) => (known.includes(id) || shown(id) ? known : [...known, id]))
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const stops = [
      onLiveEvent('post', ({ id, authorId, home }) => {
        if (path === '/' && !home) return
        if (authorId !== viewer) offer(id)
        else timers.add(setTimeout(() => offer(id), courtesy))
      }),
      onLiveEvent('reset', () => setMany(true)),
    ]
    const list = document.querySelector('[data-list]')
    const observer = new MutationObserver((changes) => {
      if (list) dropDoubles(list, changes)
      if (changes.some(isRendered)) setMany(false)
      setIds((known) => (known.some(shown) ? known.filter((id) => !shown(id)) : known))
    })
    if (list) observer.observe(list, { childList: true })
    return () => {
      for (const stop of stops) stop()
      for (const timer of timers) clearTimeout(timer)
      observer.disconnect()
    }
  }, [viewer, path])

  const show = async () => {
    if (busy.current) return
    busy.current = true
    await bring(path)
    busy.current = false
    setIds([])
    setMany(false)
  }
  const count = ids.length
  const label = many ? text.uncounted : fillPluralTemplate(text.counted, count)
  return (
    <div aria-live="polite" className="sticky top-16 z-[5] grid h-0 justify-items-center [&+*]:-mt-6">
      {(many || count > 0) && (
        <a
          href={path}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            void show()
          }}
          className="new-posts"
        >
          {label}
        </a>
      )}
    </div>
  )
}

/** Puts what is new on top of the list; where that would leave a hole, the page is loaded anew. */
async function bring(path: string): Promise<void> {
  const list = document.querySelector('[data-list]')
  try {
    if (!list) throw new Error('an empty page')
    const page = await loadPage(path)
    const fresh = importNewEntries(list, page)
    if (fresh.length === page.querySelector('[data-list]')?.children.length) throw new Error('a hole')
    for (const entry of fresh) (entry as HTMLElement).dataset.brought = ''
    list.prepend(...fresh)
    scrollTo({ top: 0 })
    const first = fresh[0] as HTMLElement | undefined
    if (first) first.tabIndex = -1
    first?.focus({ preventScroll: true })
  } catch {
    location.assign(path)
  }
}

/** Whether React has added an entry: it has rendered the first page, with everything that is new. */
const isRendered = ({ addedNodes }: MutationRecord) =>
  [...addedNodes].some((node) => node instanceof HTMLElement && node.dataset.loaded === undefined)

/** When React renders the list anew it brings the same posts: what was put in by hand gives way. */
function dropDoubles(list: Element, changes: MutationRecord[]): void {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) {
      const { id, dataset } = node as HTMLElement
      if (dataset?.brought === undefined && id)
        for (const twin of list.querySelectorAll(`:scope > [data-brought][id="${CSS.escape(id)}"]`))
          twin.remove()
    }
}
