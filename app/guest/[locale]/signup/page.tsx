import type { Metadata } from 'next'
import { getTranslations, setRequestLocale } from 'next-intl/server'
import { SignUpScreen } from '@/components/users/sign-up-screen'

type Props = PageProps<'/guest/[locale]/signup'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  setRequestLocale((await params).locale)
  const t = await getTranslations('signUp')
  return { title: t('title') }
}

export default async function GuestSignUpPage({ params }: Props) {
  setRequestLocale((await params).locale)
  return <SignUpScreen />
}
