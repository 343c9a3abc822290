import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { LogInAgainLink } from '@/components/users/log-in-again'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import type { WebhookView } from '@/lib/webhooks/view'
import { NewWebhookForm } from './new-webhook-form'
import { WebhookList } from './webhook-list'
import { type FormContext, webhookFormContext } from './webhook-texts'

type Props = { webhooks: WebhookView[]; proof: RequiredProof }

/** The webhooks that exist, and the form for a new one. */
export async function WebhooksScreen({ webhooks, proof }: Props) {
  const [t, context] = await Promise.all([getTranslations('webhooks'), webhookFormContext(proof)])
  return (
    <>
      <Card className="grid gap-2">
        <h2 className="text-lg font-bold">{t('list')}</h2>
        <WebhookList webhooks={webhooks} />
      </Card>
      <Card className="grid gap-4">
        <h2 className="text-lg font-bold">{t('create')}</h2>
        <p className="text-quiet">{t('createLead')}</p>
        {proof === 'log-in' ? (
          <LogInAgainNotice next="/account/webhooks" context={context} />
        ) : (
          <NewWebhookForm {...context} />
        )}
      </Card>
    </>
  )
}

type NoticeProps = { next: Parameters<typeof LogInAgainLink>[0]['next']; context: FormContext }

/** In place of a form, for members without a password whose log-in is not recent. */
export function LogInAgainNotice({ next, context: { text, formErrors } }: NoticeProps) {
  return (
    <Notice category="info">
      <LogInAgainLink next={next} lead={formErrors.reauthenticate ?? ''} label={text.logInAgain ?? ''} />
    </Notice>
  )
}
