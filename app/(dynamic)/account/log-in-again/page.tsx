import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LogInAgainScreen } from '@/components/sessions/log-in-again-screen'
import { safeNext } from '@/lib/http/safe-next'
import { linkedProviders } from '@/lib/reauthentication/queries'
import { providers } from '@/lib/request/auth'
import { firstParam } from '@/lib/request/search-params'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('security')
  return { title: t('logInAgain') }
}

export default async function LogInAgainPage({ searchParams }: PageProps<'/account/log-in-again'>) {
  const viewer = await requireViewer('/account/security')
  const linked = await linkedProviders(viewer)
  return (
    <LogInAgainScreen
      next={safeNext(firstParam((await searchParams).next))}
      providers={providers.filter(({ id }) => linked.includes(id))}
    />
  )
}
