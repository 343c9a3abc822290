'use client'

import { useEffect } from 'react'
import { removeStoredLists } from '@/components/ui/stored-lists'

/** Deletes the lists that a member saw in this tab before the session ended. */
export function GuestCleanup() {
  useEffect(removeStoredLists, [])
  return null
}
