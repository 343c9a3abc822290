import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { LocalTime } from '@/components/ui/local-time'
import { formatNumber } from '@/lib/i18n/format-number'
import { resendDeliveryAction } from '@/lib/webhook-deliveries/actions'
import { requestSeconds } from '@/lib/webhook-deliveries/policy'
import type { DeliveryView } from '@/lib/webhook-deliveries/view'
import { eventKey } from './webhook-texts'

type Props = {
  webhookId: number
  delivery: DeliveryView
  /** Whether it may be sent again. */
  isActive: boolean
  /** The address of the page that shows the content of this delivery. */
  payloadHref: string
  /** The content, when the page shows it. */
  children?: ReactNode
}

/** A delivery with its outcome, and a button that sends it again. */
export function Delivery({ webhookId, delivery, isActive, payloadHref, children }: Props) {
  const t = useTranslations('webhooks')
  const flash = useTranslations('flash')
  const { id, event, createdAt } = delivery
  const name = `delivery-${id}`
  return (
    <li id={name} className="grid gap-2 py-3">
      <h3 id={`${name}-name`} className="font-semibold">
        {t(eventKey(event))}{' '}
        <span className="font-normal text-quiet">
          · <LocalTime date={createdAt} style="short" />
        </span>
      </h3>
      <Outcome delivery={delivery} />
      <div className="flex flex-wrap gap-2">
        {isActive && (
          <ButtonForm action={resendDeliveryAction} successMessage={flash('deliveryResent')}>
            <input type="hidden" name="webhook" value={webhookId} />
            <input type="hidden" name="delivery" value={id} />
            <Button variant="secondary" aria-describedby={`${name}-name`}>
              {t('resend')}
            </Button>
          </ButtonForm>
        )}
        {!children && (
          <a href={payloadHref} aria-describedby={`${name}-name`} className={buttonClass('quiet')}>
            {t('showPayload')}
          </a>
        )}
      </div>
      {children}
    </li>
  )
}

const stateClass = { pending: '', delivered: 'text-good', failed: 'text-bad', skipped: '' } as const

/** The state of a delivery, its last attempt, and what to do after a failure. */
function Outcome({ delivery }: { delivery: DeliveryView }) {
  const t = useTranslations('webhooks')
  const locale = useLocale()
  const { state, attempts, status, duration, nextAttemptAt } = delivery
  const advice = useAdvice(delivery)
  const facts = [
    attempts > 0 && t('attempts', { count: formatNumber(locale, attempts) }),
    status !== null && t('status', { status: String(status) }),
    duration !== null && t('duration', { milliseconds: formatNumber(locale, duration) }),
  ]
  return (
    <>
      <p className="text-sm text-quiet">
        <strong className={stateClass[state]}>{t(state)}</strong>
        {facts.filter(Boolean).map((fact) => ` · ${fact}`)}
        {attempts > 0 && nextAttemptAt && (
          <>
            {' · '}
            {t.rich('nextAttempt', { when: () => <LocalTime date={nextAttemptAt} style="short" /> })}
          </>
        )}
      </p>
      {advice && <p className="text-sm">{advice}</p>}
    </>
  )
}

/** What to do about the last attempt; null after a success and before the first attempt. */
function useAdvice({ state, status, problem }: DeliveryView): string | null {
  const t = useTranslations('webhooks')
  if (state === 'skipped') return t('skippedText')
  if (problem) {
    const texts = {
      address: () => t('problemAddress'),
      name: () => t('problemName'),
      connection: () => t('problemConnection'),
      tls: () => t('problemTls'),
      closed: () => t('problemClosed'),
      timeout: () => t('problemTimeout', { seconds: String(requestSeconds) }),
      secret: () => t('problemSecret'),
    }
    return texts[problem]()
  }
  if (status === null || (status >= 200 && status < 300)) return null
  return status >= 300 && status < 400 ? t('problemRedirect') : t('problemStatus')
}
