import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { KeepAccountScreen } from '@/components/account-deletion/keep-account-screen'
import { PageHeading } from '@/components/ui/card'
import { findPendingDeletion } from '@/lib/account-deletion/queries'
import { formatDay } from '@/lib/i18n/format-day'
import { requestLocale } from '@/lib/request/locale'
import { readPendingLogIn } from '@/lib/request/pending-log-in'
import { getViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accountDeletion')
  return { title: t('keep'), robots: { index: false } }
}

/** The page after a log-in to an account that is about to be deleted. */
export default async function KeepAccountPage() {
  if (await getViewer()) redirect('/')
  const proof = await readPendingLogIn()
  const deletion = proof && (await findPendingDeletion(proof))
  if (!deletion) redirect('/login')
  const t = await getTranslations('accountDeletion')
  return (
    <>
      <PageHeading title={t('keepTitle', { date: formatDay(deletion.dueAt, await requestLocale()) })} />
      <KeepAccountScreen username={deletion.username} />
    </>
  )
}
