'use client'

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { onLiveEvent } from '@/components/ui/live-events'
import { loadData } from '@/components/ui/load-data'
import { createSerialTask } from '@/components/ui/serial-task'
import type { Page } from '@/lib/page'
import type { ConversationItem } from '@/lib/posts/view'
import { addReplies, idsOf, loadSince, mergeRendered, type RenderedConversation } from './conversation-pages'
import { renderInPlace, scrollToTarget } from './conversation-scroll'

type LiveReplies = {
  page: Page<ConversationItem>
  /** The ids of new replies by others that were not in view yet, including those that only a later page shows. */
  unseen: number[]
  /** The number of new replies to announce. */
  announced: number
  markSeen: () => void
}

/** Maximum number of pages of replies per load. */
const maxPages = 20

/** Server-rendered pages that were mounted before. After Back the router cache passes the same, now stale, object. */
const shownBefore = new WeakSet<RenderedConversation>()

/**
 * The replies of an open conversation. New ones are inserted into a page that ends with the last reply, and counted on
 * other pages.
 * @param initial The page that the server rendered. Another object is merged: the server has rendered it again.
 */
export function useLiveReplies(
  initial: RenderedConversation,
  viewerId: number,
  listRef: RefObject<HTMLElement | null>,
): LiveReplies {
  const { opening } = initial
  const [page, setPage] = useState<Page<ConversationItem>>(initial)
  const [unseen, setUnseen] = useState<number[]>([])
  const [announced, setAnnounced] = useState(0)
  const [merged, setMerged] = useState(initial)
  if (merged !== initial) {
    const isSamePage = merged.opening === opening
    setMerged(initial)
    setPage(isSamePage ? mergeRendered(initial, page) : initial)
    if (!isSamePage) setUnseen([])
  }

  const latest = useRef(page)
  useLayoutEffect(() => {
    const known = idsOf(latest.current.items)
    if (latest.current !== page) scrollToTarget(idsOf(page.items.filter(({ id }) => !known.has(id))))
    latest.current = page
  }, [page])

  const [isRestored] = useState(() => shownBefore.has(initial))
  useEffect(() => {
    shownBefore.add(initial)
  }, [initial])

  const path = `/posts/${initial.focus.id}`
  const rootId = initial.root.id
  const rootTime = initial.root.createdAt.getTime()
  const isLastPage = page.newer === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: replies loaded for one page do not belong to another
  useEffect(() => {
    let isCurrent = true
    const report = (ids: number[]) => {
      if (ids.length === 0) return
      setUnseen((before) => [...before, ...ids])
      setAnnounced(ids.length)
    }
    const load = createSerialTask(async () => {
      const loaded = await loadReplies(path, loadSince(latest.current, rootTime))
      if (!isCurrent) return
      const known = idsOf(latest.current.items)
      renderInPlace(listRef.current, () => setPage((current) => addReplies(current, loaded)))
      const added = latest.current.items.filter(({ id, post }) => post && !post.own && !known.has(id))
      report(added.map(({ id }) => id))
    })
    if (isRestored && isLastPage) load.run()
    const removers = [
      onLiveEvent('post', (post) => {
        if (post.rootId !== rootId) return
        if (isLastPage) load.run()
        else if (post.authorId !== viewerId) report([post.id])
      }),
      onLiveEvent('reset', () => isLastPage && load.run()),
    ]
    return () => {
      isCurrent = false
      load.stop()
      for (const remove of removers) remove()
    }
  }, [opening, path, rootId, rootTime, viewerId, isLastPage, isRestored, listRef])

  return { page, unseen, announced, markSeen: useCallback(() => setUnseen([]), []) }
}

/** @param since Milliseconds. */
async function loadReplies(path: string, since: number): Promise<ConversationItem[]> {
  const loaded: ConversationItem[] = []
  let query: string | null = `?after=${since}-0`
  for (let pages = 0; query && pages < maxPages; pages++) {
    const page: Page<ConversationItem> = await loadData(path, query)
    loaded.push(...page.items)
    query = page.newer
  }
  return loaded
}
