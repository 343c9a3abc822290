import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AppsScreen } from '@/components/oauth-grants/apps-screen'
import { AccountNav } from '@/components/shell/account-nav'
import { PageHeading } from '@/components/ui/card'
import { listOwnApps } from '@/lib/oauth-apps/queries'
import { grantDays } from '@/lib/oauth-grants/policy'
import { listAuthorizedApps } from '@/lib/oauth-grants/queries'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apps')
  return { title: t('title') }
}

export default async function AppsPage() {
  const viewer = await requireViewer('/account/apps')
  const [authorized, own, t] = await Promise.all([
    listAuthorizedApps(viewer),
    listOwnApps(viewer),
    getTranslations('apps'),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <AccountNav current="/account/apps" />
      <AppsScreen authorized={authorized} own={own} days={grantDays} />
    </>
  )
}
