'use client'

import { useEffect, useLayoutEffect, useRef } from 'react'
import { resetChanges } from '@/components/ui/change-store'
import { deleteDraft, deleteDraftsOfOthers } from '@/components/ui/drafts'
import { forgetRecentEvents } from '@/components/ui/live-events'
import { deleteLists, restoreStoredLists, storeLists } from '@/components/ui/saved-lists'
import { withLocalStorage } from '@/components/ui/storage'

/** A key in localStorage that changes at every log-out; other tabs get a storage event. */
const logOutKey = 'roost.logged-out'

/** A key in localStorage with the id of the user who logged in last. */
const memberKey = 'roost.member'

type Props = {
  /** The id of the viewer; null for guests, whose pages keep the drafts of a session that has ended. */
  member: number | null
  /** Whether this is the first page after a log-out. */
  loggedOut: boolean
  /** The ids of drafts that were sent before hydration, so that no script has deleted them. */
  sentDrafts: string[]
}

/**
 * Deletes drafts that were sent, and what other users left in this tab: drafts, saved lists and client-side changes. It
 * must be rendered before the page, because effects run in the order of rendering, and those of forms and lists read the
 * same storage.
 */
export function ClientStateCleanup({ member, loggedOut, sentDrafts }: Props) {
  const former = useRef(member)
  useLayoutEffect(() => {
    restoreStoredLists(member)
    if (former.current === member) return
    // A log-out or log-in without a new document.
    former.current = member
    resetChanges()
    forgetRecentEvents()
  }, [member])
  useLayoutEffect(() => {
    for (const id of sentDrafts) deleteDraft(id)
  }, [sentDrafts])
  useEffect(() => {
    const onStorage = ({ key, newValue }: StorageEvent) => {
      if (key === logOutKey) {
        deleteDraftsOfOthers(null)
        deleteLists()
      }
      // Another user has logged in: this document would show their pages in the shell of the former one.
      if (key === memberKey && member !== null && newValue !== null && newValue !== String(member)) {
        deleteLists()
        location.reload()
      }
    }
    addEventListener('storage', onStorage)
    addEventListener('pagehide', storeLists)
    return () => {
      removeEventListener('storage', onStorage)
      removeEventListener('pagehide', storeLists)
    }
  }, [member])
  useEffect(() => {
    if (loggedOut) {
      deleteDraftsOfOthers(null)
      deleteLists()
      notifyOtherTabs(logOutKey, String(Date.now()))
    } else if (member !== null) {
      deleteDraftsOfOthers(member)
      notifyOtherTabs(memberKey, String(member))
    }
  }, [member, loggedOut])
  return null
}

/** Each tab has its own sessionStorage. Other tabs get a storage event. */
function notifyOtherTabs(key: string, value: string): void {
  withLocalStorage((storage) => storage.setItem(key, value))
}
