import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Frame } from '@/components/shell/frame'
import { readTheme } from '@/lib/choices'
import { readFlashes } from '@/lib/flash'
import { siteMetadata } from '@/lib/metadata'
import { getLivePosition, getViewer } from '@/lib/viewer'
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
