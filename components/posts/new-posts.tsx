'use client'

import { useEffect, useRef, useState } from 'react'
import { importNewEntries, loadPage } from '@/components/ui/entries'
import { onLiveEvent } from '@/components/ui/live-events'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'

/** Milliseconds in which React may render the viewer's own post into the page that it was sent from. */
const ownPostDelay = 3000

type Props = {
  viewerId: number
  path: '/' | '/explore'
  /** The label of the button; `uncounted` for more posts than were counted. */
  text: { counted: PluralTemplate; uncounted: string }
}

const isShown = (id: number) => document.getElementById(`post-${id}`) !== null

/**
 * A button that shows the posts published since the page was loaded. Nothing moves until it is clicked; then they are
 * prepended to the list, from the HTML of the page. Posts that appear in the list otherwise are no longer counted.
 */
export function NewPosts({ viewerId, path, text }: Props) {
  const [ids, setIds] = useState<number[]>([])
  const [isUncounted, setIsUncounted] = useState(false)
  const isLoading = useRef(false)

  useEffect(() => {
    const add = (id: number) =>
      setIds((known) => (known.includes(id) || isShown(id) ? known : [...known, id]))
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const removers = [
      onLiveEvent('post', ({ id, authorId, home }) => {
        if (path === '/' && !home) return
        if (authorId !== viewerId) add(id)
        else timers.add(setTimeout(() => add(id), ownPostDelay))
      }),
      onLiveEvent('reset', () => setIsUncounted(true)),
    ]
    const list = document.querySelector('[data-list]')
    const observer = new MutationObserver((changes) => {
      if (list) removeDuplicates(list, changes)
      if (changes.some(isRendered)) setIsUncounted(false)
      setIds((known) => (known.some(isShown) ? known.filter((id) => !isShown(id)) : known))
    })
    if (list) observer.observe(list, { childList: true })
    return () => {
      for (const remove of removers) remove()
      for (const timer of timers) clearTimeout(timer)
      observer.disconnect()
    }
  }, [viewerId, path])

  const show = async () => {
    if (isLoading.current) return
    isLoading.current = true
    await prependNewPosts(path)
    isLoading.current = false
    setIds([])
    setIsUncounted(false)
  }
  const count = ids.length
  const label = isUncounted ? text.uncounted : fillPluralTemplate(text.counted, count)
  return (
    <div aria-live="polite" className="sticky top-16 z-[5] grid h-0 justify-items-center [&+*]:-mt-6">
      {(isUncounted || count > 0) && (
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

/** Prepends the new posts to the list; reloads the page when posts in between would be missing. */
async function prependNewPosts(path: string): Promise<void> {
  const list = document.querySelector('[data-list]')
  try {
    if (!list) throw new Error('no list on this page')
    const page = await loadPage(path)
    const entries = importNewEntries(list, page)
    if (entries.length === page.querySelector('[data-list]')?.children.length)
      throw new Error('posts are missing in between')
    for (const entry of entries) (entry as HTMLElement).dataset.prepended = ''
    list.prepend(...entries)
    scrollTo({ top: 0 })
    const first = entries[0] as HTMLElement | undefined
    if (first) first.tabIndex = -1
    first?.focus({ preventScroll: true })
  } catch {
    location.assign(path)
  }
}

/** Whether React has added an entry: then it has rendered the first page, with all new posts. */
const isRendered = ({ addedNodes }: MutationRecord) =>
  [...addedNodes].some((node) => node instanceof HTMLElement && node.dataset.loaded === undefined)

/** When React renders the list again, with the same posts, the prepended copies are removed. */
function removeDuplicates(list: Element, changes: MutationRecord[]): void {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) {
      const { id, dataset } = node as HTMLElement
      if (dataset?.prepended === undefined && id)
        for (const copy of list.querySelectorAll(`:scope > [data-prepended][id="${CSS.escape(id)}"]`))
          copy.remove()
    }
}
