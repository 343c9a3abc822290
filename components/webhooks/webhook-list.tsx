import { useTranslations } from 'next-intl'
import type { WebhookView } from '@/lib/webhooks/view'
import { WebhookStateText } from './webhook-state'
import { eventKey } from './webhook-texts'

/** The webhooks of the viewer, each with a link to its settings and deliveries. */
export function WebhookList({ webhooks }: { webhooks: WebhookView[] }) {
  const t = useTranslations('webhooks')
  if (webhooks.length === 0) return <p className="text-quiet">{t('empty')}</p>
  return (
    <ul className="divide-y divide-line">
      {webhooks.map((webhook) => (
        <li key={webhook.id} className="grid gap-1 py-3">
          <a
            href={`/account/webhooks/${webhook.id}`}
            className="flex min-h-11 items-center font-semibold underline-offset-2 [overflow-wrap:anywhere] hover:underline"
          >
            <bdi dir="ltr">{webhook.url}</bdi>
          </a>
          <p className="text-sm text-quiet">
            <WebhookStateText webhook={webhook} />
          </p>
          <p className="text-sm text-quiet">
            {webhook.events.map((event) => t(eventKey(event))).join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  )
}
