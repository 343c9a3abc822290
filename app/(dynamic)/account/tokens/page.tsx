import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TokensScreen } from '@/components/api-tokens/tokens-screen'
import { AccountNav } from '@/components/shell/account-nav'
import { PageHeading } from '@/components/ui/card'
import { listPersonalTokens } from '@/lib/api-tokens/queries'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { requireViewer } from '@/lib/request/viewer'
import { isAdmin } from '@/lib/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apiTokens')
  return { title: t('title') }
}

export default async function TokensPage() {
  const viewer = await requireViewer('/account/tokens')
  const [tokens, proof, t] = await Promise.all([
    listPersonalTokens(viewer),
    getRequiredProof(viewer),
    getTranslations('apiTokens'),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <AccountNav current="/account/tokens" />
      <TokensScreen tokens={tokens} isAdmin={isAdmin(viewer)} proof={proof} />
    </>
  )
}
