import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { EditAppScreen } from '@/components/oauth-apps/app-screens'
import { BackLink } from '@/components/ui/back-link'
import { PageHeading } from '@/components/ui/card'
import { getOwnApp } from '@/lib/oauth-apps/queries'
import { appInput } from '@/lib/oauth-apps/schema'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { firstParam } from '@/lib/request/search-params'
import { requireViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('apps')
  return { title: t('own') }
}

export default async function EditAppPage({ searchParams }: PageProps<'/account/apps/edit'>) {
  const id = appInput.safeParse({ id: firstParam((await searchParams).app) }).data?.id ?? 0
  const viewer = await requireViewer(`/account/apps/edit?app=${id}`)
  const [app, proof, t] = await Promise.all([
    getOwnApp(viewer, id),
    getRequiredProof(viewer),
    getTranslations('apps'),
  ])
  if (!app) redirect('/account/apps')
  return (
    <>
      <PageHeading title={app.name} back={<BackLink href="/account/apps" label={t('title')} />} />
      <EditAppScreen app={app} proof={proof} />
    </>
  )
}
