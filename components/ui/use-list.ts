'use client'

import { type RefObject, startTransition, useCallback, useEffect, useRef, useState } from 'react'
import type { Page } from '@/lib/page'
import type { ListOptions } from './list-options'
import { loadData } from './load-data'
import { appendPage, mergePages } from './merge-pages'
import { useHydrating } from './use-hydrating'
import { useSavedList } from './use-saved-list'

/** An entry of a list; its key is unique in the list. */
type Entry = { id: number | string }

export type List<T, Element extends HTMLElement = HTMLDivElement> = {
  page: Page<T>
  /** The entries to render: at first those that fill a window. */
  shown: T[]
  /** Whether all loaded entries are rendered. */
  isComplete: boolean
  /** Whether older entries are being loaded. */
  isLoading: boolean
  /** Whether the last request for older entries failed. */
  hasFailed: boolean
  /** The element whose children are the entries, each with an id. */
  listRef: RefObject<Element | null>
  /** Observed: older entries are loaded before it is scrolled into view. */
  endRef: RefObject<HTMLDivElement | null>
  /** Loads the next older entries; for a click after a failure. */
  loadOlder: () => void
  /** Loads the newest page. @returns false when it could not be loaded */
  loadNewest: () => Promise<boolean>
}

/**
 * Viewport height in CSS pixels per entry in the first frame after a soft navigation. The other entries are rendered in a
 * transition, for an earlier paint. Posts are at least 116 pixels high; header and composer take up a third of the viewport
 * of a phone.
 */
const pixelsPerFirstEntry = 170

/** Distance from the end of the list at which older entries are loaded (rootMargin). */
const margin = '800px'

/**
 * The state of a list that begins with a page from the server and grows in the browser. Older and newest pages are JSON
 * from `app/data`. The loaded pages are restored after Back, Forward and a reload.
 * @param initial The page from the server. A new object is a new server render and is merged into the loaded entries.
 * @param path The address of the page that shows the list; `/data` has the same path (`/data/home` for `/`). A query is kept
 *   for the newest page; `older` has a query of its own.
 */
export function useList<T extends Entry, Element extends HTMLElement = HTMLDivElement>(
  initial: Page<T>,
  path: string,
  options: ListOptions<T> = {},
): List<T, Element> {
  const { timeOf, onLoaded } = options
  const [page, setPage] = useState(initial)
  const [merged, setMerged] = useState(initial)
  if (merged !== initial) {
    setMerged(initial)
    setPage(mergePages(initial, page, timeOf))
  }
  const [isLoading, setLoading] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const busy = useRef(false)
  const listRef = useRef<Element>(null)
  const endRef = useRef<HTMLDivElement>(null)
  // The HTML of a document has all entries, and hydration must repeat it.
  const hydrating = useHydrating()
  const [isComplete, setComplete] = useState(hydrating)
  const restore = (saved: Page<T>) => {
    setPage(saved)
    setComplete(true)
  }
  useSavedList(listRef, path, page, restore, options)

  useEffect(() => {
    if (isComplete) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setComplete(true)))
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [isComplete])

  const { older } = page
  const loadOlder = useCallback(async () => {
    if (busy.current || !older) return
    busy.current = true
    setLoading(true)
    setFailed(false)
    try {
      const next = await loadData<Page<T>>(path, older)
      onLoaded?.(next.items)
      setPage((loaded) => (loaded.older === older ? appendPage(loaded, next) : loaded))
    } catch {
      setFailed(true)
    }
    setLoading(false)
    busy.current = false
  }, [path, older, onLoaded])

  useEffect(() => {
    if (!older || hasFailed || isLoading || !isComplete || !endRef.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void loadOlder()
      },
      { rootMargin: margin },
    )
    observer.observe(endRef.current)
    return () => observer.disconnect()
  }, [older, hasFailed, isLoading, isComplete, loadOlder])

  const loadNewest = useCallback(async () => {
    try {
      const newest = await loadData<Page<T>>(path, '')
      onLoaded?.(newest.items)
      setPage((loaded) => mergePages(newest, loaded, timeOf))
      return true
    } catch {
      return false
    }
  }, [path, timeOf, onLoaded])

  const shown = isComplete
    ? page.items
    : page.items.slice(0, Math.ceil(window.innerHeight / pixelsPerFirstEntry))
  return {
    page,
    shown,
    isComplete,
    isLoading,
    hasFailed,
    listRef,
    endRef,
    loadOlder: () => void loadOlder(),
    loadNewest,
  }
}
