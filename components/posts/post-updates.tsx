'use client'

import { useEffect } from 'react'
import { onLiveEvent } from '@/components/ui/live-events'
import { loadData } from '@/components/ui/load-data'
import type { PostItem } from '@/lib/posts/view'
import { isDeleted, isShown, postChanges } from './post-changes'
import { postEdits } from './post-edits'
import { countReactions, isReacting } from './reactions'

/** Maximum random delay of a request, in milliseconds: spreads the load of all clients, and batches changes. */
const maxJitter = 1000
/** Posts in one request; the same as in app/data/posts/route.ts. */
const maxIds = 50

/** Reloads posts on the page after a `changed` event: edited, deleted, liked or replied to. */
export function PostUpdates() {
  useEffect(() => {
    const changed = new Set<number>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = async () => {
      timer = undefined
      const ids = [...changed].filter(isShown)
      changed.clear()
      for (let at = 0; at < ids.length; at += maxIds)
        // After a failed request the page shows the previous version until it is loaded again.
        await loadPosts(ids.slice(at, at + maxIds)).catch(() => {})
    }
    const removeListener = onLiveEvent('changed', (ids) => {
      for (const id of ids) if (isShown(id)) changed.add(id)
      if (changed.size > 0) timer ??= setTimeout(load, Math.random() * maxJitter)
    })
    return () => {
      removeListener()
      clearTimeout(timer)
    }
  }, [])
  return null
}

async function loadPosts(ids: number[]): Promise<void> {
  const before = countReactions()
  const { items } = await loadData<{ items: PostItem[] }>('/posts', `?ids=${ids.join(',')}`)
  const found = new Map(items.map((item) => [item.id, item]))
  for (const id of ids) {
    const latest = found.get(id)
    if (isDeleted(id)) continue
    // A reaction since the request, and an edit in flight, are newer than the version from the server.
    const isEditing = postEdits.read(id) !== undefined
    const isOutdated = isReacting(id) || isEditing || countReactions() !== before
    const apply = isOutdated ? postChanges.change : postChanges.replace
    apply(id, latest ? { latest, ...(!isEditing && { sentBody: undefined }) } : { deleted: true })
  }
}
