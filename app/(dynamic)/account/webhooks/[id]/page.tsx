import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { AccountNav } from '@/components/shell/account-nav'
import { BackLink } from '@/components/ui/back-link'
import { PageHeading } from '@/components/ui/card'
import { WebhookScreen } from '@/components/webhooks/webhook-screen'
import { env } from '@/lib/env'
import { parseCursor } from '@/lib/page'
import { getRequiredProof } from '@/lib/reauthentication/queries'
import { firstParam } from '@/lib/request/search-params'
import { requireViewer } from '@/lib/request/viewer'
import { rowId } from '@/lib/text/fields'
import { listDeliveries, previewBody } from '@/lib/webhook-deliveries/queries'
import { parseDeliveryId } from '@/lib/webhook-deliveries/schema'
import { getWebhook } from '@/lib/webhooks/queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('webhooks')
  return { title: t('webhook') }
}

export default async function WebhookPage({ params, searchParams }: PageProps<'/account/webhooks/[id]'>) {
  const [{ id: param }, query] = await Promise.all([params, searchParams])
  const viewer = await requireViewer(`/account/webhooks/${param}`)
  const webhook = await getWebhook(viewer, rowId.safeParse(param).data ?? 0)
  if (!webhook) notFound()
  const shown = parseDeliveryId(firstParam(query.delivery))
  const [page, proof, t, body] = await Promise.all([
    listDeliveries(viewer, webhook.id, parseCursor(query, parseDeliveryId), env.POSTS_PER_PAGE),
    getRequiredProof(viewer),
    getTranslations('webhooks'),
    shown && previewBody(viewer, webhook.id, shown),
  ])
  const cursor = (['before', 'after'] as const).find((name) => firstParam(query[name]))
  const position = cursor ? `${cursor}=${encodeURIComponent(firstParam(query[cursor]) ?? '')}&` : ''
  return (
    <>
      <PageHeading title={t('webhook')} back={<BackLink href="/account/webhooks" label={t('back')} />} />
      <AccountNav current="/account/webhooks" />
      <WebhookScreen
        webhook={webhook}
        proof={proof}
        page={page}
        position={position}
        payload={shown ? { id: shown, body } : null}
      />
    </>
  )
}
