'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** True on the server and while React takes over what the server rendered; false in what the browser renders itself. */
export function useHydrating(): boolean {
  return useSyncExternalStore(
    never,
    () => false,
    () => true,
  )
}
