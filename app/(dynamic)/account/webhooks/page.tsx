import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AccountNav } from '@/components/shell/account-nav'
import { PageHeading } from '@/components/ui/card'
import { WebhooksScreen } from '@/components/webhooks/webhooks-screen'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { requireViewer } from '@/lib/request/viewer'
import { listWebhooks } from '@/lib/webhooks/queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('webhooks')
  return { title: t('title') }
}

export default async function WebhooksPage() {
  const viewer = await requireViewer('/account/webhooks')
  const [webhooks, proof, t] = await Promise.all([
    listWebhooks(viewer),
    getRequiredProof(viewer),
    getTranslations('webhooks'),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <AccountNav current="/account/webhooks" />
      <WebhooksScreen webhooks={webhooks} proof={proof} />
    </>
  )
}
