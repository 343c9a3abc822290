import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AppShell } from '@/components/shell/app-shell'
import { Problem } from '@/components/shell/problem'
import { siteMetadata } from '@/lib/request/metadata'
import { getViewer } from '@/lib/request/viewer'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations()
  return { ...(await siteMetadata()), title: `${t('problem.notFoundTitle')} - ${t('site.name')}` }
}

/** The response of an action that calls notFound(). Paths without a page get their 404 page from proxy.ts. */
export default async function GlobalNotFound() {
  return (
    <AppShell viewer={await getViewer()} theme="system" flashes={[]}>
      <Problem kind="notFound" />
    </AppShell>
  )
}
