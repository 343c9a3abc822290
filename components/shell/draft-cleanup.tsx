'use client'

import { useEffect, useLayoutEffect } from 'react'
import { deleteDraft, deleteDraftsOfOthers } from '@/components/ui/drafts'

/** In localStorage: changes at every log-out, which other tabs notice. */
const logOutKey = 'roost.logged-out'

type Props = {
  /** The member whose page it is; null on pages of guests, which keep the drafts of a session that has ended. */
  member: number | null
  /** Whether the page is the first one after a log-out. */
  loggedOut: boolean
  /** The drafts of forms that were sent without script, although this browser runs scripts. */
  sent: string[]
}

/**
 * Removes drafts that were sent, and those that must not be found by whoever uses this browser next. It stands before
 * the forms of the page, so that it comes before they read their drafts.
 */
export function DraftCleanup({ member, loggedOut, sent }: Props) {
  useLayoutEffect(() => {
    for (const id of sent) deleteDraft(id)
  }, [sent])
  useEffect(() => {
    const dropAll = ({ key }: StorageEvent) => key === logOutKey && deleteDraftsOfOthers(null)
    addEventListener('storage', dropAll)
    return () => removeEventListener('storage', dropAll)
  }, [])
  useEffect(() => {
    if (loggedOut) {
      deleteDraftsOfOthers(null)
      tellOtherTabs()
    } else if (member !== null) deleteDraftsOfOthers(member)
  }, [member, loggedOut])
  return null
}

/** Each tab has a sessionStorage of its own. */
function tellOtherTabs(): void {
  try {
    localStorage.setItem(logOutKey, String(Date.now()))
  } catch {
    // The browser refuses to store anything, drafts included.
  }
}
