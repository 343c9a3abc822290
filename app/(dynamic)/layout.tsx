import type { Metadata } from 'next'
import { AppShell } from '@/components/shell/app-shell'
import { readFlashes } from '@/lib/request/flash'
import { siteMetadata } from '@/lib/request/metadata'
import { readThemeCookie, readZoneCookie } from '@/lib/request/preference-cookies'
import { getLivePosition, getViewer } from '@/lib/request/viewer'
import '../globals.css'

export function generateMetadata(): Promise<Metadata> {
  return siteMetadata()
}

/** The layout of pages that are rendered for each request. It authorises nothing: every page does so itself. */
export default async function DynamicLayout({ children }: LayoutProps<'/'>) {
  const [viewer, livePosition, flashes, theme, zone] = await Promise.all([
    getViewer(),
    getLivePosition(),
    readFlashes(),
    readThemeCookie(),
    readZoneCookie(),
  ])
  return (
    <AppShell viewer={viewer} theme={theme} zone={zone} flashes={flashes} livePosition={livePosition}>
      {children}
    </AppShell>
  )
}
