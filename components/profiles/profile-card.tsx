'use client'

import { useEffect, useRef } from 'react'
import { listenForTriggers } from './profile-card-triggers'

/** The card that opens for any link with `data-card`; one for the whole page. */
export function ProfileCard({ loadFailed, actionFailed }: { loadFailed: string; actionFailed: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(
    () => (box.current ? listenForTriggers(box.current, { loadFailed, actionFailed }) : undefined),
    [loadFailed, actionFailed],
  )
  return (
    <div
      ref={box}
      id="profile-card"
      popover="manual"
      role="dialog"
      aria-labelledby="profile-card-name"
      className="profile-card"
    />
  )
}
