'use client'

import { useEffect, useRef, useState } from 'react'
import { hasSignalSince, onLiveEvent, signalPositionOf } from './live-events'
import { historyKey, readList } from './saved-lists'
import { createSerialTask } from './serial-task'
import { useHydrating } from './use-hydrating'

/** A page of a list as the server rendered it, and the position from which the document receives events. */
export type RenderedList = { page: object; position: string | null }

/**
 * Keeps the first page of a list up to date: loads the newest page when a signal arrives, when one has overtaken a page that
 * the server rendered, and after Back or Forward, which restore a stale list. Failed requests are retried with back-off.
 * @param loadNewest Resolves to false when the request failed.
 * @param signals Names of the signals. Pass a stable reference: a new array restarts the effect.
 * @param isFirst Whether the list begins with the newest entry; other lists are not updated.
 * @param rendered What the server rendered last.
 */
export function useNewest(
  loadNewest: () => Promise<boolean>,
  signals: readonly string[],
  isFirst: boolean,
  { page, position }: RenderedList,
): void {
  const [isHydrated] = useState(useHydrating())
  const load = useRef<() => void>(undefined)
  useEffect(() => {
    if (!isFirst) return
    const task = createSerialTask(async () => {
      if (!(await loadNewest())) throw new Error('the newest page could not be loaded')
    })
    const removeListener = onLiveEvent('signal', ({ name }) => {
      if (signals.includes(name)) task.run()
    })
    load.current = task.run
    if (!isHydrated && isPossibleReturn()) task.run()
    return () => {
      removeListener()
      task.stop()
    }
  }, [loadNewest, signals, isFirst, isHydrated])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page that the server rendered
  useEffect(() => {
    if (hasSignalSince(signals, signalPositionOf(position))) load.current?.()
  }, [page])
}

/** Whether this may be a return to an earlier history entry; true where the Navigation API is missing. */
function isPossibleReturn(): boolean {
  const key = historyKey()
  return key === null || readList(key) !== null
}
