import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SessionList } from '@/components/sessions/session-list'
import { AccountNav } from '@/components/shell/account-nav'
import { Card, PageHeading } from '@/components/ui/card'
import { PasswordScreen } from '@/components/users/password-screen'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { requireViewer } from '@/lib/request/viewer'
import { listSessions } from '@/lib/sessions/queries'
import { getAccount } from '@/lib/users/queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('security')
  return { title: t('title') }
}

export default async function SecurityPage() {
  const viewer = await requireViewer('/account/security')
  const [account, proof, sessions, t] = await Promise.all([
    getAccount(viewer),
    getRequiredProof(viewer),
    listSessions(viewer),
    getTranslations('security'),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <AccountNav current="/account/security" />
      <Card className="grid gap-4">
        <PasswordScreen account={account} proof={proof} />
      </Card>
      <Card className="grid gap-2">
        <h2 className="text-lg font-bold">{t('sessions')}</h2>
        <SessionList sessions={sessions} />
      </Card>
    </>
  )
}
