import type { ReactNode } from 'react'
import { GuestPostForms } from '@/components/posts/guest-post-forms'
import { formTexts } from '@/lib/i18n/texts'
import { RootDocument } from './document'
import { GuestCleanup } from './guest-cleanup'
import { GuestHeader } from './guest-header'
import { ProblemTexts } from './problem-texts'
import { SideColumn } from './side-column'

/** The document around the prerendered pages of guests. It has no theme, no time zone and no messages: all guests
 * share the page. */
export async function GuestShell({ children }: { children: ReactNode }) {
  return (
    <RootDocument
      theme="system"
      zone={null}
      forms={await formTexts()}
      header={<GuestHeader />}
      side={<SideColumn chooseLocale />}
      tools={
        <>
          <GuestCleanup />
          <GuestPostForms />
        </>
      }
    >
      <ProblemTexts>{children}</ProblemTexts>
    </RootDocument>
  )
}
