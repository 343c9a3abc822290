'use client'

import { useEffect } from 'react'
import { removeStoredLists } from '@/components/ui/stored-lists'

/** Deletes the lists of a member that this tab stored before the session ended. */
export function GuestCleanup() {
  useEffect(removeStoredLists, [])
  return null
}
