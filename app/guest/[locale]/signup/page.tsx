import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SignUpScreen } from '@/components/users/sign-up-screen'
import { setGuestLocale } from '@/lib/i18n/guest-locale'

type Props = PageProps<'/guest/[locale]/signup'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setGuestLocale((await params).locale)
  const t = await getTranslations('signUp')
  return { title: t('title') }
}

export default async function GuestSignUpPage({ params }: Props) {
  setGuestLocale((await params).locale)
  return <SignUpScreen />
}
