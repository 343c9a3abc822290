'use client'

import { useSyncExternalStore } from 'react'

const subscribeToNothing = () => () => {}

/** True on the server and during hydration; false for components that only the browser renders. */
export function useHydrating(): boolean {
  return useSyncExternalStore(
    subscribeToNothing,
    () => false,
    () => true,
  )
}
