import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { LogInScreen } from '@/components/sessions/log-in-screen'
import { providers } from '@/lib/request/auth'

type Props = PageProps<'/guest/[locale]/login'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setRequestLocale((await params).locale)
  const t = await getTranslations('logIn')
  return { title: t('title') }
}

export default async function GuestLogInPage({ params }: Props) {
  setRequestLocale((await params).locale)
  return <LogInScreen next="/" providers={providers} />
}
