import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DeleteAccountScreen } from '@/components/account-deletion/delete-account-screen'
import { PageHeading } from '@/components/ui/card'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { requireViewer } from '@/lib/request/viewer'
import { getAccount } from '@/lib/users/queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('accountDeletion')
  return { title: t('title') }
}

export default async function DeleteAccountPage() {
  const viewer = await requireViewer('/account/delete')
  const [{ hasPassword }, proof, t] = await Promise.all([
    getAccount(viewer),
    getRequiredProof(viewer),
    getTranslations('accountDeletion'),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <DeleteAccountScreen hasPassword={hasPassword} proof={proof} />
    </>
  )
}
