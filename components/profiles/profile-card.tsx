'use client'

import { useEffect, useRef } from 'react'
import { watchNames } from './profile-card-watch'

/** The card that opens on any name marked with `data-card`; one for the whole page. */
export function ProfileCard({ failed, refused }: { failed: string; refused: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => (box.current ? watchNames(box.current, { failed, refused }) : undefined), [failed, refused])
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
