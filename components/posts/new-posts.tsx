'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'
import { focusElement } from '@/components/ui/focus'
import { type LivePost, onLiveEvent, recentPosts } from '@/components/ui/live-events'
import { fillPluralTemplate, type PluralTemplate } from '@/lib/i18n/templates'
import type { PostItem } from '@/lib/posts/view'

/** Milliseconds before the viewer's own post is counted: the tab that created it shows it in the meantime. */
const ownPostDelay = 3000

/** The labels of the button; `uncounted` for more posts than were counted. */
export type NewPostsTexts = { counted: PluralTemplate; uncounted: string }

type Props = {
  viewerId: number
  path: string
  text: NewPostsTexts
  /** The posts of the list. */
  shown: PostItem[]
  /** Loads the newest posts into the list. @returns false when they could not be loaded */
  show: () => Promise<boolean>
  listRef: RefObject<HTMLElement | null>
}

/**
 * A button that shows the posts published since the page was loaded. Nothing moves until it is clicked. Posts that
 * appear in the list otherwise are no longer counted.
 */
export function NewPosts({ viewerId, path, text, shown, show, listRef }: Props) {
  const [ids, setIds] = useState<number[]>([])
  const [isUncounted, setUncounted] = useState(false)
  const shouldFocus = useRef(false)
  /** The id of the newest post when the list was opened. */
  const newest = useRef(shown[0]?.id ?? 0)

  useEffect(() => {
    const add = (id: number) => setIds((known) => (known.includes(id) ? known : [...known, id]))
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const announce = ({ id, authorId, home }: LivePost) => {
      if (path === '/' && !home) return
      if (authorId !== viewerId) add(id)
      else timers.add(setTimeout(() => add(id), ownPostDelay))
    }
    for (const post of recentPosts()) if (post.id > newest.current) announce(post)
    const removers = [onLiveEvent('post', announce), onLiveEvent('reset', () => setUncounted(true))]
    return () => {
      for (const remove of removers) remove()
      for (const timer of timers) clearTimeout(timer)
    }
  }, [viewerId, path])

  useEffect(() => {
    if (!shouldFocus.current) return
    shouldFocus.current = false
    scrollTo({ top: 0 })
    focusElement(listRef.current?.firstElementChild as HTMLElement | null, { preventScroll: true })
  })

  const showAll = async () => {
    // Without the newest posts the page is loaded as a document.
    if (!(await show())) return location.assign(path)
    shouldFocus.current = true
    setIds([])
    setUncounted(false)
  }
  const listed = new Set(shown.map(({ id }) => id))
  const count = ids.filter((id) => !listed.has(id)).length
  const label = isUncounted ? text.uncounted : fillPluralTemplate(text.counted, count)
  return (
    <div aria-live="polite" className="sticky top-16 z-[5] grid h-0 justify-items-center">
      {(isUncounted || count > 0) && (
        <a
          href={path}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            void showAll()
          }}
          className="new-posts"
        >
          {label}
        </a>
      )}
    </div>
  )
}
