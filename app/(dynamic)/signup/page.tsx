import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SignUpScreen } from '@/components/users/sign-up-screen'
import { getViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signUp')
  return { title: t('title') }
}

export default async function SignUpPage() {
  if (await getViewer()) redirect('/')
  return <SignUpScreen />
}
