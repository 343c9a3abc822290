import { useTranslations } from 'next-intl'
import { Pager } from '@/components/ui/pager'
import { usePagerTexts } from '@/components/ui/pager-texts'
import type { Page } from '@/lib/page'
import type { DeliveryView } from '@/lib/webhook-deliveries/view'
import type { WebhookView } from '@/lib/webhooks/view'
import { Delivery } from './delivery'

/** The delivery whose content the page shows; `body` is null when nothing would be sent. */
export type ShownPayload = { id: string; body: string | null }

type Props = {
  webhook: WebhookView
  page: Page<DeliveryView>
  /** The query that leads to this page of the list. */
  position: string
  payload: ShownPayload | null
}

/** The deliveries of a webhook, the newest first. */
export function DeliveryList({ webhook: { id, state }, page, position, payload }: Props) {
  const t = useTranslations('webhooks')
  const pagerTexts = usePagerTexts()
  const path = `/account/webhooks/${id}`
  if (page.items.length === 0) return <p className="text-quiet">{t('deliveriesEmpty')}</p>
  return (
    <>
      <ul className="divide-y divide-line">
        {page.items.map((delivery) => (
          <Delivery
            key={delivery.id}
            webhookId={id}
            delivery={delivery}
            isActive={state === 'active'}
            payloadHref={`${path}?${position}delivery=${delivery.id}#delivery-${delivery.id}`}
          >
            {payload?.id === delivery.id && <Payload body={payload.body} />}
          </Delivery>
        ))}
      </ul>
      {(page.older || page.newer) && (
        <Pager path={path} older={page.older} newer={page.newer} text={pagerTexts} />
      )}
    </>
  )
}

/** The content that would be sent now. */
function Payload({ body }: { body: string | null }) {
  const t = useTranslations('webhooks')
  if (body === null) return <p className="text-sm">{t('payloadNone')}</p>
  return (
    <figure className="grid gap-1">
      <figcaption className="text-sm text-quiet">{t('payloadHint')}</figcaption>
      <pre
        dir="ltr"
        className="whitespace-pre-wrap rounded-lg border border-line bg-sunk p-3 text-sm [overflow-wrap:anywhere]"
      >
        {JSON.stringify(JSON.parse(body), null, 2)}
      </pre>
    </figure>
  )
}
