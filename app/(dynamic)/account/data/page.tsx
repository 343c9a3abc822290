import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DeleteAccountOffer } from '@/components/account-deletion/delete-account-offer'
import { ExportsScreen } from '@/components/exports/exports-screen'
import { RefreshWithTasks } from '@/components/exports/refresh-with-tasks'
import { ImportScreen } from '@/components/imports/import-screen'
import { AccountNav } from '@/components/shell/account-nav'
import { PageHeading } from '@/components/ui/card'
import { listExports } from '@/lib/exports/queries'
import { listImports } from '@/lib/imports/queries'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('exports')
  return { title: t('title') }
}

export default async function DataPage() {
  const viewer = await requireViewer('/account/data')
  const [exports, imports, proof, t] = await Promise.all([
    listExports(viewer),
    listImports(viewer),
    getRequiredProof(viewer),
    getTranslations('exports'),
  ])
  const tasks = [...exports, ...imports].map(({ id, state }) => ({ id, state }))
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <AccountNav current="/account/data" />
      <ExportsScreen exports={exports} proof={proof} />
      <ImportScreen imports={imports} proof={proof} />
      <DeleteAccountOffer />
      <RefreshWithTasks listed={tasks} />
    </>
  )
}
