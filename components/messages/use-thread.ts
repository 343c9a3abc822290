import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { onLiveEvent } from '@/components/ui/live-events'
import { loadData } from '@/components/ui/load-data'
import { appendPage } from '@/components/ui/merge-pages'
import { createSerialTask } from '@/components/ui/serial-task'
import { useHydrating } from '@/components/ui/use-hydrating'
import { markThreadReadAction } from '@/lib/messages/actions'
import type { MessageItem } from '@/lib/messages/view'
import { formatCursor, type Page } from '@/lib/page'
import { isAtEnd } from './pane-position'

type Options = {
  partner: string
  /** Whether the partner has sent unread messages when the page is opened. */
  unread: boolean
  /** Whether the page ends with the newest message; other pages are not updated. */
  isLatest: boolean
}

/**
 * The state of an open thread: a page from the server, to which older and newer messages are added. Messages in a
 * visible tab are marked as read.
 * @param initial The page that the server rendered. Another object means that there may be newer messages, which are
 *   loaded like all others.
 * @param pane The scrollable element with the messages.
 */
export function useThread(
  pane: RefObject<HTMLElement | null>,
  initial: Page<MessageItem>,
  { partner, unread, isLatest }: Options,
) {
  const path = `/messages/${partner}`
  const [page, setPage] = useState(initial)
  const [unseen, setUnseen] = useState(0)
  const [announced, setAnnounced] = useState<MessageItem[]>([])
  /** The latest page, for async code: `page` is stale until the next render. */
  const current = useRef(initial)
  const newer = useRef<{ load: () => void } | null>(null)
  const { markRead, hasUnread } = useMarkRead(partner, unread, current)

  const update = useCallback((next: Page<MessageItem>) => {
    current.current = next
    setPage(next)
  }, [])
  const addOlder = useCallback(
    (next: Page<MessageItem>) => update(appendPage(current.current, next)),
    [update],
  )

  useEffect(() => {
    if (!isLatest) return
    const isKnown = (id: number) => current.current.items.some((message) => message.id === id)
    const addNewer = ({ items }: Page<MessageItem>) => {
      const added = items.filter(({ id }) => !isKnown(id))
      if (added.length === 0) return
      update({ ...current.current, items: [...added, ...current.current.items] })
      const theirs = added.filter(({ own }) => !own)
      if (theirs.length === 0) return
      hasUnread.current = true
      if (!isAtEnd(pane.current)) setUnseen((before) => before + theirs.length)
      setAnnounced(theirs.reverse())
    }
    const task = createSerialTask(async () => {
      const [newest] = current.current.items
      let query: string | null = `?after=${newest ? formatCursor(newest) : '0-0'}`
      while (query) {
        const next: Page<MessageItem> = await loadData(path, query)
        addNewer(next)
        query = next.newer
      }
      await markRead()
    })
    const removeListener = onLiveEvent('signal', ({ name, subject, payload }) => {
      if (name !== 'message' || subject !== partner.toLowerCase()) return
      if (!isKnown((payload as { id: number }).id)) task.run()
    })
    const onPageShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted) task.run()
    }
    newer.current = { load: task.run }
    addEventListener('pageshow', onPageShow)
    addEventListener('online', task.run)
    return () => {
      removeListener()
      task.stop()
      newer.current = null
      removeEventListener('pageshow', onPageShow)
      removeEventListener('online', task.run)
    }
  }, [pane, path, partner, isLatest, update, markRead, hasUnread])

  const hydrating = useHydrating()
  const rendered = useRef(hydrating ? initial : null)
  useEffect(() => {
    if (rendered.current === initial) return
    rendered.current = initial
    newer.current?.load()
  }, [initial])

  return {
    page,
    addOlder,
    /** The number of new messages below the visible part. */
    unseen,
    /** The latest messages that the partner sent while the page is open, in chronological order. */
    announced,
    /** The scroll handler of the pane. */
    onScroll: () => {
      if (isAtEnd(pane.current)) setUnseen(0)
    },
    loadNewer: () => newer.current?.load(),
  }
}

/**
 * Marks the messages of a thread as read when it is opened, and when a hidden tab becomes visible.
 * @param unread Whether there are unread messages.
 * @returns `markRead`, to call after new messages. It does nothing unless `hasUnread.current` is set to true first.
 */
function useMarkRead(partner: string, unread: boolean, page: RefObject<Page<MessageItem>>) {
  const hasUnread = useRef(unread)
  const markRead = useCallback(async () => {
    const [newest] = page.current.items
    if (!hasUnread.current || !newest || document.visibilityState !== 'visible') return
    hasUnread.current = false
    const form = new FormData()
    form.set('partner', partner)
    form.set('seen', String(newest.id))
    await markThreadReadAction(null, form).catch(() => {
      hasUnread.current = true
    })
  }, [partner, page])
  useEffect(() => {
    const onVisible = () => void markRead()
    onVisible()
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [markRead])
  return { markRead, hasUnread }
}
