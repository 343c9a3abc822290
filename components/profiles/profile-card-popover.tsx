'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { usePopoverPosition } from '@/components/ui/popover-position'
import type { ProfileCardTexts } from './profile-card-content'
import { type CardRequest, listenForTriggers } from './profile-card-triggers'
import { useProfileCard } from './use-profile-card'

type Props = { text: ProfileCardTexts }

/** The popover of the card. A navigation closes it. */
export function ProfileCardPopover({ text }: Props) {
  return <Popover key={usePathname()} text={text} />
}

function Popover({ text }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [request, setRequest] = useState<CardRequest | null>(null)
  useEffect(() => (box.current ? listenForTriggers(box.current, setRequest) : undefined), [])
  const result = useProfileCard(request)
  const isOpen = result !== null

  useLayoutEffect(() => {
    const element = box.current
    if (!isOpen || !element) return
    element.showPopover()
    return () => element.hidePopover()
  }, [isOpen])
  const position = usePopoverPosition(box, isOpen && request ? request.name : null)

  return (
    <div
      ref={box}
      id="profile-card"
      popover="manual"
      role="dialog"
      aria-labelledby="profile-card-name"
      className="profile-card"
      style={position}
      data-user={request?.username}
    >
      {result === 'failed' && (
        <p id="profile-card-name" className="text-sm text-quiet">
          {text.loadFailed}
        </p>
      )}
      {result && result !== 'failed' && <result.Content user={result.user} text={text} />}
    </div>
  )
}
