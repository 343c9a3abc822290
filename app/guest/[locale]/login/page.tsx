import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LogInScreen } from '@/components/sessions/log-in-screen'
import { setGuestLocale } from '@/lib/i18n/guest-locale'
import { providers } from '@/lib/request/auth'

type Props = PageProps<'/guest/[locale]/login'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setGuestLocale((await params).locale)
  const t = await getTranslations('logIn')
  return { title: t('title') }
}

export default async function GuestLogInPage({ params }: Props) {
  setGuestLocale((await params).locale)
  return <LogInScreen next="/" providers={providers} />
}
