import { useEffect, useSyncExternalStore } from 'react'
import { getNavigation } from './navigation-api'

/**
 * Client-side patches by object id, such as optimistic likes. Components apply them to server data, so every copy of an
 * object is current, also on a page restored from the router cache.
 */
export type ChangeStore<Id, Change extends object> = {
  change: (id: Id, change: Change) => void
  read: (id: Id) => Change | undefined
  /** Replaces all changes of an object. */
  replace: (id: Id, change: Change) => void
  /** Discards the changes of these objects. */
  discard: (ids: Id[]) => void
  /** The change of one object. */
  useChange: (id: Id) => Change | undefined
  /** Subscribes the component to the changes of all objects. */
  useChanges: () => void
  /** Discards the changes of `ids` when `source` is new server data. Data after Back or Forward is cached, so not new. */
  useDiscardStale: (ids: Id[], source: object) => void
}

/** Changes that a store keeps; the oldest are dropped. */
const maxChanges = 1000

const resets = new Set<() => void>()

/** Drops all changes, when another user or a guest uses the page. */
export function resetChanges(): void {
  for (const reset of resets) reset()
}

/** Creates a store of client-side changes, shared by all components of the page. */
export function createChangeStore<Id, Change extends object>(): ChangeStore<Id, Change> {
  const changes = new Map<Id, Change>()
  const listeners = new Set<() => void>()
  // After Back the router shows the same source again, as it was then.
  const shownSources = new WeakSet<object>()
  let version = 0
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  const notify = () => {
    version += 1
    for (const listener of [...listeners]) listener()
  }
  const read = (id: Id) => changes.get(id)
  const replace = (id: Id, change: Change) => {
    changes.delete(id)
    changes.set(id, change)
    const [oldest] = changes.keys()
    if (changes.size > maxChanges && oldest !== undefined) changes.delete(oldest)
    notify()
  }
  const discard = (ids: Id[]) => {
    const discarded = ids.filter((id) => changes.delete(id))
    if (discarded.length > 0) notify()
  }
  resets.add(() => {
    changes.clear()
    notify()
  })
  return {
    read,
    change: (id, change) => replace(id, { ...changes.get(id), ...change }),
    replace,
    discard,
    useChange: (id) =>
      useSyncExternalStore(
        subscribe,
        () => read(id),
        () => undefined,
      ),
    useChanges: () =>
      void useSyncExternalStore(
        subscribe,
        () => version,
        () => 0,
      ),
    useDiscardStale: (ids, source) =>
      // biome-ignore lint/correctness/useExhaustiveDependencies: the objects belong to the source
      useEffect(() => {
        if (shownSources.has(source)) return
        shownSources.add(source)
        discard(ids)
      }, [source]),
  }
}

/** Whether the last navigation was Back or Forward: the router then shows cached, possibly stale data. */
export function isTraversal(): boolean {
  return lastNavigation === 'traverse'
}

let lastNavigation = ''

getNavigation()?.addEventListener('navigate', ({ navigationType }) => {
  lastNavigation = navigationType
})
