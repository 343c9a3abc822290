import { type RefObject, useEffect } from 'react'
import { loadData } from '@/components/ui/load-data'
import type { MessageItem } from '@/lib/messages/view'
import type { Page } from '@/lib/page'

/**
 * Loads the next older messages when the pane is scrolled near its beginning. After a failure the link to them remains.
 * @param start An element at the beginning of the pane.
 * @param older The query of the older messages; null when there are none.
 */
export function useOlderMessages(
  pane: RefObject<HTMLElement | null>,
  start: RefObject<HTMLElement | null>,
  path: string,
  older: string | null,
  append: (page: Page<MessageItem>) => void,
): void {
  useEffect(() => {
    if (!older || !start.current) return
    let isCurrent = true
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        observer.disconnect()
        loadData<Page<MessageItem>>(path, older).then(
          (page) => isCurrent && append(page),
          () => {},
        )
      },
      { root: pane.current, rootMargin: '300px 0px 0px' },
    )
    observer.observe(start.current)
    return () => {
      isCurrent = false
      observer.disconnect()
    }
  }, [pane, start, path, older, append])
}
