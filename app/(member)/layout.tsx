import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Frame } from '@/components/shell/frame'
import { readFlashes } from '@/lib/flash'
import { themeCookie } from '@/lib/http/cookies'
import { siteMetadata } from '@/lib/metadata'
import { themeInput } from '@/lib/preferences/schema'
import { getViewer } from '@/lib/viewer'
import '../globals.css'

export const generateMetadata = (): Promise<Metadata> => siteMetadata()

/** The frame of pages that are rendered for one request. It gates nothing: every page does that itself. */
export default async function MemberLayout({ children }: { children: ReactNode }) {
  const [viewer, flashes, jar] = await Promise.all([getViewer(), readFlashes(), cookies()])
  const theme = themeInput.safeParse({ theme: jar.get(themeCookie)?.value }).data?.theme ?? 'system'
  return (
    <Frame viewer={viewer} theme={theme} flashes={flashes}>
      {children}
    </Frame>
  )
}
