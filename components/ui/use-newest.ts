'use client'

import { useEffect, useState } from 'react'
import { onLiveEvent } from './live-events'
import { historyKey, readList } from './saved-lists'
import { createSerialTask } from './serial-task'
import { useHydrating } from './use-hydrating'

/**
 * Keeps the first page of a list up to date: loads the newest page when a signal arrives, and after Back or Forward,
 * which restore a stale list. Failed requests are retried with back-off.
 * @param loadNewest Resolves to false when the request failed.
 * @param signals Names of the signals. Pass a stable reference: a new array restarts the effect.
 * @param isFirst Whether the list begins with the newest entry; other lists are not updated.
 */
export function useNewest(
  loadNewest: () => Promise<boolean>,
  signals: readonly string[],
  isFirst: boolean,
): void {
  const [isHydrated] = useState(useHydrating())
  useEffect(() => {
    if (!isFirst) return
    const task = createSerialTask(async () => {
      if (!(await loadNewest())) throw new Error('the newest page could not be loaded')
    })
    const removeListener = onLiveEvent('signal', ({ name }) => {
      if (signals.includes(name)) task.run()
    })
    if (!isHydrated && isPossibleReturn()) task.run()
    return () => {
      removeListener()
      task.stop()
    }
  }, [loadNewest, signals, isFirst, isHydrated])
}

/** Whether this may be a return to an earlier history entry; true where the Navigation API is missing. */
function isPossibleReturn(): boolean {
  const key = historyKey()
  return key === null || readList(key) !== null
}
