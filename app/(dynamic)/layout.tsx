import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AppShell } from '@/components/shell/app-shell'
import { readFlashes } from '@/lib/request/flash'
import { siteMetadata } from '@/lib/request/metadata'
import { readThemeCookie } from '@/lib/request/preference-cookies'
import { getLivePosition, getViewer } from '@/lib/request/viewer'
import '../globals.css'

export const generateMetadata = (): Promise<Metadata> => siteMetadata()

/** The frame of pages that are rendered for one request. It gates nothing: every page does that itself. */
export default async function MemberLayout({ children }: { children: ReactNode }) {
  const [viewer, livePosition, flashes, theme] = await Promise.all([
    getViewer(),
    getLivePosition(),
    readFlashes(),
    readThemeCookie(),
  ])
  return (
    <AppShell viewer={viewer} theme={theme} flashes={flashes} livePosition={livePosition}>
      {children}
    </AppShell>
  )
}
