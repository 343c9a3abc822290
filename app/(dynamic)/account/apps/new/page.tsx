import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NewAppScreen } from '@/components/oauth-apps/app-screens'
import { BackLink } from '@/components/ui/back-link'
import { PageHeading } from '@/components/ui/card'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apps')
  return { title: t('register') }
}

export default async function NewAppPage() {
  const viewer = await requireViewer('/account/apps/new')
  const [proof, t] = await Promise.all([getRequiredProof(viewer), getTranslations('apps')])
  return (
    <>
      <PageHeading title={t('register')} back={<BackLink href="/account/apps" label={t('title')} />} />
      <NewAppScreen proof={proof} />
    </>
  )
}
