import type { Metadata } from 'next'
import { useLocale, useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { AccountNav } from '@/components/shell/account-nav'
import { Choices } from '@/components/shell/choices'
import { localeChoice, themeChoice } from '@/components/shell/preferences'
import { Card, PageHeading } from '@/components/ui/card'
import { AccountScreen } from '@/components/users/account-screen'
import { LanguageSettings } from '@/components/users/language-settings'
import type { Theme } from '@/lib/preferences/schema'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { readDraft } from '@/lib/request/drafts'
import { readThemeCookie } from '@/lib/request/preference-cookies'
import { requireViewer } from '@/lib/request/viewer'
import { isTranslationOn } from '@/lib/translate/translate'
import { getAccount } from '@/lib/users/queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('account')
  return { title: t('title') }
}

export default async function AccountPage() {
  const viewer = await requireViewer('/account')
  const draft = { member: viewer.id, form: 'account', place: '/account' }
  const [account, proof, restored, theme, t] = await Promise.all([
    getAccount(viewer),
    getRequiredProof(viewer),
    readDraft(draft),
    readThemeCookie(),
    getTranslations('account'),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <AccountNav current="/account" />
      <Card>
        <AccountScreen viewer={viewer} account={account} proof={proof} draft={draft} restored={restored} />
      </Card>
      <Card>
        <Preferences theme={theme} />
        {isTranslationOn() && <LanguageSettings selected={viewer.languages} />}
      </Card>
    </>
  )
}

function Preferences({ theme }: { theme: Theme }) {
  const t = useTranslations()
  return (
    <>
      <Choices {...themeChoice(t)} current={theme} />
      <Choices {...localeChoice(t)} current={useLocale()} />
    </>
  )
}
