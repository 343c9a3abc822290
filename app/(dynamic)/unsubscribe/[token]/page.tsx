import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { UnsubscribeScreen } from '@/components/digests/unsubscribe-screen'
import { getSubscriptionStatus } from '@/lib/digests/queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('digests')
  return { title: t('unsubscribe'), robots: { index: false } }
}

export default async function UnsubscribePage({ params }: PageProps<'/unsubscribe/[token]'>) {
  const token = decodeURIComponent((await params).token)
  return <UnsubscribeScreen token={token} found={await getSubscriptionStatus(token)} />
}
