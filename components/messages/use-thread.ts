import { type RefObject, useEffect, useRef, useState } from 'react'
import { onLiveEvent } from '@/components/ui/live-events'
import { markThreadReadAction } from '@/lib/messages/actions'
import { createSerialTask } from './serial-task'
import { appendNewer, findOlderLink, prependOlder } from './thread-entries'

/** Distance from the end within which the newest message is visible, in CSS pixels. */
const endDistance = 48

type Options = {
  partner: string
  /** Whether the partner has sent unread messages when the page is opened. */
  unread: boolean
  /** Whether the page ends with the newest message; other pages are not updated. */
  isLatest: boolean
}

/**
 * Updates an open thread. A thread that is scrolled to its end stays there when messages arrive; otherwise the visible
 * part does not move. Messages in a visible tab are marked as read.
 * @param pane The scrollable element with the list. Its scroll position counts from the end (column-reverse).
 */
export function useThread(pane: RefObject<HTMLDivElement | null>, { partner, unread, isLatest }: Options) {
  /** The number of new messages below the visible part. */
  const [unseen, setUnseen] = useState(0)
  const [announcement, setAnnouncement] = useState('')
  const thread = useRef<{ loadNewer: () => void } | null>(null)
  const forcesEnd = useRef(false)

  useEffect(() => {
    const [window, list] = [pane.current, pane.current?.querySelector('[data-list]')]
    if (!window || !list) return
    let hasUnread = unread

    const markRead = async () => {
      const last = list.lastElementChild
      if (!hasUnread || !last || document.visibilityState !== 'visible') return
      hasUnread = false
      const form = new FormData()
      form.set('partner', partner)
      form.set('seen', last.id.replace('message-', ''))
      await markThreadReadAction(null, form).catch(() => {
        hasUnread = true
      })
    }

    const append = (entries: Element[]) => {
      const keepsPosition = !forcesEnd.current && -window.scrollTop > endDistance
      const height = window.scrollHeight
      list.append(...entries)
      window.scrollTop = keepsPosition ? window.scrollTop - (window.scrollHeight - height) : 0
      const theirs = entries.filter((entry) => !entry.hasAttribute('data-own'))
      if (theirs.length === 0) return
      hasUnread = true
      if (keepsPosition) setUnseen((before) => before + theirs.length)
      setAnnouncement(theirs.map((entry) => entry.querySelector('[data-text]')?.textContent ?? '').join('\n'))
    }

    const loadNewer = createSerialTask(async () => {
      await appendNewer(list, `/messages/${partner}`, append)
      forcesEnd.current = false
      await markRead()
    })
    const removeListener = onLiveEvent('signal', ({ name, subject, payload }) => {
      if (!isLatest || name !== 'message' || subject !== partner.toLowerCase()) return
      const { id } = payload as { id: number }
      if (!document.getElementById(`message-${id}`)) loadNewer.run()
    })
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted && isLatest) loadNewer.run()
    }
    const onVisible = () => void markRead()
    thread.current = { loadNewer: loadNewer.run }
    addEventListener('pageshow', onShow)
    document.addEventListener('visibilitychange', onVisible)
    if (isLatest) addEventListener('online', loadNewer.run)
    void markRead()
    return () => {
      removeListener()
      loadNewer.stop()
      thread.current = null
      removeEventListener('pageshow', onShow)
      document.removeEventListener('visibilitychange', onVisible)
      removeEventListener('online', loadNewer.run)
    }
  }, [pane, partner, unread, isLatest])

  useEffect(() => loadOlderOnScroll(pane.current), [pane])

  return {
    unseen,
    announcement,
    /** The scroll handler of the pane. */
    onScroll: () => {
      if (pane.current && -pane.current.scrollTop <= endDistance) setUnseen(0)
    },
    scrollToEnd: () => pane.current?.scrollTo({ top: 0 }),
    /** Shows the message that the viewer has just sent. */
    onSent: () => {
      forcesEnd.current = true
      thread.current?.loadNewer()
    },
  }
}

/** Loads older messages when the pane is scrolled near its beginning. */
function loadOlderOnScroll(pane: HTMLDivElement | null): (() => void) | undefined {
  const list = pane?.querySelector('[data-list]')
  if (!pane || !list) return
  let loading = false
  const observer = new IntersectionObserver(
    async (entries) => {
      if (loading || !entries.some((entry) => entry.isIntersecting)) return
      loading = true
      await prependOlder(list).then(watch, () => observer.disconnect())
      loading = false
    },
    { root: pane, rootMargin: '300px 0px 0px' },
  )
  const watch = () => {
    observer.disconnect()
    const link = findOlderLink(pane.parentNode ?? document)
    if (link) observer.observe(link)
  }
  watch()
  return () => observer.disconnect()
}
