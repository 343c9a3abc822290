import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { limits } from '@/lib/limits'
import type { Page } from '@/lib/page'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { sendPingAction } from '@/lib/webhook-deliveries/actions'
import type { DeliveryView } from '@/lib/webhook-deliveries/view'
import { deleteWebhookAction } from '@/lib/webhooks/actions'
import type { WebhookView } from '@/lib/webhooks/view'
import { DeliveryList, type ShownPayload } from './delivery-list'
import { EditWebhookForm } from './edit-webhook-form'
import { SecretForm } from './secret-form'
import { webhookFormContext } from './webhook-texts'
import { LogInAgainNotice } from './webhooks-screen'

type Props = {
  webhook: WebhookView
  proof: RequiredProof
  page: Page<DeliveryView>
  position: string
  payload: ShownPayload | null
}

/** A webhook: why it is stopped, its deliveries, its settings, and a new secret. */
export async function WebhookScreen({ webhook, proof, ...list }: Props) {
  const [t, flash, context] = await Promise.all([
    getTranslations('webhooks'),
    getTranslations('flash'),
    webhookFormContext(proof),
  ])
  const { id, url, state } = webhook
  const next = `/account/webhooks/${id}` as const
  const isStopped = state === 'failed' || state === 'gone'
  return (
    <>
      <p className="font-semibold [overflow-wrap:anywhere]">
        <bdi dir="ltr">{url}</bdi>
      </p>
      {isStopped && (
        <Notice category="warning">
          {t(state === 'gone' ? 'goneText' : 'failedText')} {t('stoppedHow')}
        </Notice>
      )}
      <Card className="grid gap-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-lg font-bold">{t('deliveries')}</h2>
          {state === 'active' && (
            <ButtonForm action={sendPingAction} successMessage={flash('pingSent')}>
              <input type="hidden" name="webhook" value={id} />
              <Button variant="secondary">{t('test')}</Button>
            </ButtonForm>
          )}
        </div>
        <p className="text-sm text-quiet">{t('deliveriesLead', { days: String(limits.webhooks.days) })}</p>
        <DeliveryList webhook={webhook} {...list} />
      </Card>
      <Card className="grid gap-4">
        <h2 className="text-lg font-bold">{t('settings')}</h2>
        {proof === 'log-in' ? (
          <LogInAgainNotice next={next} context={context} />
        ) : (
          <EditWebhookForm {...context} webhook={webhook} savedMessage={flash('webhookSaved')} />
        )}
      </Card>
      <Card className="grid gap-4">
        <h2 className="text-lg font-bold">{t('secret')}</h2>
        <p className="text-quiet">{t('secretLead')}</p>
        {proof === 'log-in' ? (
          <LogInAgainNotice next={next} context={context} />
        ) : (
          <SecretForm {...context} id={id} />
        )}
      </Card>
      <ButtonForm action={deleteWebhookAction} successMessage={flash('webhookDeleted')}>
        <input type="hidden" name="id" value={id} />
        <Button variant="danger">{t('delete')}</Button>
      </ButtonForm>
    </>
  )
}
