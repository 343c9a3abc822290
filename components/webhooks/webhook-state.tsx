import { useTranslations } from 'next-intl'
import { LocalTime } from '@/components/ui/local-time'
import type { WebhookView } from '@/lib/webhooks/view'

/** Whether a webhook gets events, and since when it fails. */
export function WebhookStateText({ webhook: { state, failingSince } }: { webhook: WebhookView }) {
  const t = useTranslations('webhooks')
  const isStopped = state === 'failed' || state === 'gone'
  return (
    <>
      {isStopped ? (
        <strong className="text-bad">{t('stopped')}</strong>
      ) : (
        t(state === 'active' ? 'active' : 'paused')
      )}
      {failingSince && (
        <>
          {' · '}
          {t.rich('failingSince', { when: () => <LocalTime date={failingSince} style="short" /> })}
        </>
      )}
    </>
  )
}
