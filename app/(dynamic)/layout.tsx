import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Frame } from '@/components/shell/frame'
import { readFlashes } from '@/lib/request/flash'
import { siteMetadata } from '@/lib/request/metadata'
import { readTheme } from '@/lib/request/preference-cookies'
import { getLivePosition, getViewer } from '@/lib/request/viewer'
import '../globals.css'

export const generateMetadata = (): Promise<Metadata> => siteMetadata()

/** The frame of pages that are rendered for one request. It gates nothing: every page does that itself. */
export default async function MemberLayout({ children }: { children: ReactNode }) {
  const [viewer, livePosition, flashes, theme] = await Promise.all([
    getViewer(),
    getLivePosition(),
    readFlashes(),
    readTheme(),
  ])
  return (
    <Frame viewer={viewer} theme={theme} flashes={flashes} livePosition={livePosition}>
      {children}
    </Frame>
  )
}
