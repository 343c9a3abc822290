'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Page } from '@/lib/page'
import { focusElement } from './focus'
import type { ListOptions } from './list-options'
import { mergePages } from './merge-pages'
import { historyKey, readList, type SavedList, saveList } from './saved-lists'

const focusable = 'a[href], button, summary, input, textarea'

/** Server-rendered pages that were mounted before. After Back the router cache passes the same, now stale, object. */
const shownPages = new WeakSet<object>()

/** Throttle of saving while the window scrolls, in milliseconds. */
const recordPeriod = 150

/**
 * Saves a list with its scroll position and focus under the key of the current history entry, and restores it when that
 * entry is opened again.
 * @param element The element whose children are the entries, each with an id.
 */
export function useSavedList<T extends { id: number | string }>(
  element: RefObject<HTMLElement | null>,
  path: string,
  page: Page<T>,
  setPage: (page: Page<T>) => void,
  { current = (items) => items, timeOf, onRestored }: ListOptions<T>,
): void {
  const restoring = useRef<SavedList | null>(null)
  const latest = useRef(page)
  const [restored, setRestored] = useState<Page<T> | null>(null)
  useLayoutEffect(() => {
    latest.current = page
  }, [page])

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is opened
  useLayoutEffect(() => {
    const shownBefore = shownPages.has(page)
    shownPages.add(page)
    const key = historyKey()
    const list = key === null ? null : readList(key)
    if (list?.path !== path) return
    const saved = list.page as Page<T>
    // A page that the server has just rendered is newer than the saved one.
    const newest = shownBefore ? saved : mergePages(page, saved, timeOf)
    restoring.current = { ...list, page: newest }
    setPage(newest)
  }, [])

  // After each render: the first one after setPage has the entries.
  useLayoutEffect(() => {
    const list = restoring.current
    if (!list || latest.current !== list.page) return
    restoring.current = null
    restorePosition(element.current, list)
    setRestored(latest.current)
  })
  useEffect(() => {
    if (restored) onRestored?.(restored.items)
  }, [restored, onRestored])

  useEffect(() => {
    const key = historyKey()
    if (key === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const currentPage = () => ({ ...latest.current, items: current(latest.current.items) })
    const record = () => {
      clearTimeout(timer)
      timer = undefined
      // During a traversal the browser has already moved to the other entry.
      if (historyKey() === key) saveList(key, { path, page: currentPage(), ...positionIn(element.current) })
    }
    const onScroll = () => {
      timer ??= setTimeout(record, recordPeriod)
    }
    addEventListener('scroll', onScroll, { passive: true })
    addEventListener('click', record, true)
    addEventListener('keydown', record, true)
    addEventListener('pagehide', record, true)
    return () => {
      clearTimeout(timer)
      removeEventListener('scroll', onScroll)
      removeEventListener('click', record, true)
      removeEventListener('keydown', record, true)
      removeEventListener('pagehide', record, true)
    }
  }, [element, path, current])
}

function positionIn(element: HTMLElement | null): Pick<SavedList, 'anchor' | 'focus'> {
  const entries = [...(element?.children ?? [])]
  const first = entries.find((entry) => entry.getBoundingClientRect().bottom > 0)
  const focused = document.activeElement
  const entry = entries.find((entry) => entry.contains(focused))
  return {
    anchor: first ? { id: first.id, top: first.getBoundingClientRect().top } : null,
    focus:
      entry && focused
        ? { id: entry.id, index: [...entry.querySelectorAll(focusable)].indexOf(focused) }
        : null,
  }
}

function restorePosition(element: HTMLElement | null, { anchor, focus }: SavedList): void {
  const find = (id: string) => element?.querySelector<HTMLElement>(`:scope > #${CSS.escape(id)}`) ?? null
  if (focus) {
    const entry = find(focus.id)
    const target = entry?.querySelectorAll<HTMLElement>(focusable)[focus.index]
    focusElement(target ?? entry, { preventScroll: true })
  }
  const first = anchor && find(anchor.id)
  if (first) scrollBy({ top: first.getBoundingClientRect().top - anchor.top, behavior: 'instant' })
}
