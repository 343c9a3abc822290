import type { Metadata } from 'next'
import { setRequestLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { AppShell } from '@/components/shell/app-shell'
import { siteMetadata } from '@/lib/request/metadata'
import '../../globals.css'

type Props = { params: Promise<{ locale: string }>; children: ReactNode }

/** Seconds until a guest's page is rendered anew without a known change (docs/decisions/018). */
export const revalidate = 10

/** Pages are made when first asked for. */
export const generateStaticParams = () => []

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setRequestLocale((await params).locale)
  return siteMetadata()
}

/** The frame of prerendered pages: the same for every guest of one language. */
export default async function GuestLayout({ params, children }: Props) {
  setRequestLocale((await params).locale)
  return (
    <AppShell viewer={null} theme="system" flashes={[]}>
      {children}
    </AppShell>
  )
}
