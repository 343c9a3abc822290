'use client'

import type { ProfileCardTexts } from '@/components/profiles/profile-card-content'
import { ProfileCardPopover } from '@/components/profiles/profile-card-popover'
import { OfflinePage } from './offline-page'
import { SoftNavigation } from './soft-navigation'

/** Shared by every page: navigation without documents, the profile card, and the page for browsers without a connection. */
export function PageTools({ locale, cardText }: { locale: string; cardText: ProfileCardTexts }) {
  return (
    <>
      <SoftNavigation />
      <ProfileCardPopover text={cardText} />
      <OfflinePage locale={locale} />
    </>
  )
}
