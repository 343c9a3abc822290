import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { requireViewer } from '@/lib/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('notifications')
  return { title: t('title') }
}

export default async function NotificationsPage() {
  await requireViewer('/notifications')
  const t = await getTranslations('notifications')
  return (
    <>
      <PageHeading title={t('title')} />
      <EmptyState title={t('empty')}>
        <p className="text-quiet">{t('emptyHint')}</p>
      </EmptyState>
    </>
  )
}
