import { type RefObject, useEffect, useRef, useState } from 'react'
import { onLiveEvent } from '@/components/ui/live-events'
import { markThreadReadAction } from '@/lib/messages/actions'
import { createSerialTask } from './serial-task'
import { appendNewer, olderLink, prependOlder } from './thread-entries'

/** Pixels from the end within which somebody reads the newest message. */
const nearEnd = 48

type Options = {
  partner: string
  /** Whether something of the partner's is unread when the page is opened. */
  unread: boolean
  /** Whether the page ends with the newest message; one further back stays as it is. */
  latest: boolean
}

/**
 * The life of an open thread. It stands at its end and stays there while messages come; further up nothing moves.
 * What a visible tab holds is marked as read.
 * @param pane Scrolls, counted from its end (column-reverse), and holds the list.
 */
export function useThread(pane: RefObject<HTMLDivElement | null>, { partner, unread, latest }: Options) {
  /** Messages that came below of what is being read. */
  const [waiting, setWaiting] = useState(0)
  const [news, setNews] = useState<string[]>([])
  const thread = useRef<{ catchUp: () => void } | null>(null)
  const goToEnd = useRef(false)

  useEffect(() => {
    const [window, list] = [pane.current, pane.current?.querySelector('[data-list]')]
    if (!window || !list) return
    let unseen = unread

    const markRead = async () => {
      const last = list.lastElementChild
      if (!unseen || !last || document.visibilityState !== 'visible') return
      unseen = false
      const form = new FormData()
      form.set('partner', partner)
      form.set('seen', last.id.replace('message-', ''))
      await markThreadReadAction(null, form).catch(() => {
        unseen = true
      })
    }

    const append = (entries: Element[]) => {
      const stays = !goToEnd.current && -window.scrollTop > nearEnd
      const height = window.scrollHeight
      list.append(...entries)
      window.scrollTop = stays ? window.scrollTop - (window.scrollHeight - height) : 0
      const theirs = entries.filter((entry) => !entry.hasAttribute('data-own'))
      if (theirs.length === 0) return
      unseen = true
      if (stays) setWaiting((before) => before + theirs.length)
      setNews(theirs.map((entry) => entry.querySelector('[data-said]')?.textContent ?? ''))
    }

    const catchingUp = createSerialTask(async () => {
      await appendNewer(list, `/messages/${partner}`, append)
      goToEnd.current = false
      await markRead()
    })
    const stopListening = onLiveEvent('signal', ({ name, subject, payload }) => {
      if (!latest || name !== 'message' || subject !== partner.toLowerCase()) return
      const { id } = payload as { id: number }
      if (!document.getElementById(`message-${id}`)) catchingUp.run()
    })
    const onShow = (event: PageTransitionEvent) => {
      if (event.persisted && latest) catchingUp.run()
    }
    const onVisible = () => void markRead()
    thread.current = { catchUp: catchingUp.run }
    addEventListener('pageshow', onShow)
    document.addEventListener('visibilitychange', onVisible)
    if (latest) addEventListener('online', catchingUp.run)
    void markRead()
    return () => {
      stopListening()
      catchingUp.stop()
      thread.current = null
      removeEventListener('pageshow', onShow)
      document.removeEventListener('visibilitychange', onVisible)
      removeEventListener('online', catchingUp.run)
    }
  }, [pane, partner, unread, latest])

  useEffect(() => watchBeginning(pane.current), [pane])

  return {
    waiting,
    news,
    /** To be called when the pane was scrolled. */
    scrolled: () => {
      if (pane.current && -pane.current.scrollTop <= nearEnd) setWaiting(0)
    },
    showEnd: () => pane.current?.scrollTo({ top: 0 }),
    /** Shows what the viewer has just written. */
    sent: () => {
      goToEnd.current = true
      thread.current?.catchUp()
    },
  }
}

/** Loads what was written before as the beginning of the pane comes near. */
function watchBeginning(pane: HTMLDivElement | null): (() => void) | undefined {
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
    const link = olderLink(pane.parentNode ?? document)
    if (link) observer.observe(link)
  }
  watch()
  return () => observer.disconnect()
}
