import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { LogInScreen } from '@/components/sessions/log-in-screen'
import { safeNext } from '@/lib/http/safe-next'
import { providers } from '@/lib/request/auth'
import { firstParam } from '@/lib/request/search-params'
import { getViewer } from '@/lib/request/viewer'
import { logInReason } from '@/lib/sessions/schema'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('logIn')
  return { title: t('title') }
}

export default async function LogInPage({ searchParams }: PageProps<'/login'>) {
  if (await getViewer()) redirect('/')
  const params = await searchParams
  return (
    <LogInScreen
      next={safeNext(firstParam(params.next))}
      reason={logInReason.parse(firstParam(params.reason))}
      providers={providers}
      failure={firstParam(params.error)}
    />
  )
}
