import type { Metadata } from 'next'
import { GuestShell } from '@/components/shell/guest-shell'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { siteMetadata } from '@/lib/request/metadata'
import '../../globals.css'

type Props = LayoutProps<'/guest/[locale]'>

/** Seconds until a page is rendered again when no change to it is known (docs/decisions/018). */
export const revalidate = 10

/** Pages are rendered at the first request, not by the build. */
export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setGuestLocale((await params).locale)
  return siteMetadata()
}

/** The layout of prerendered pages, the same for every guest with one language. */
export default async function GuestLayout({ params, children }: Props) {
  setGuestLocale((await params).locale)
  return <GuestShell>{children}</GuestShell>
}
