import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { LocalTime } from '@/components/ui/local-time'
import { deleteFailedJobAction, retryFailedJobAction } from '@/lib/failed-jobs/actions'
import type { FailedJobView } from '@/lib/failed-jobs/view'
import { formatNumber } from '@/lib/i18n/format-number'

/** A failed job with its reason, and the buttons that run it again or delete it. */
export function FailedJob({
  job: { id, kind, attempts, createdAt, failedAt, reason },
}: {
  job: FailedJobView
}) {
  const t = useTranslations('failedJobs')
  const locale = useLocale()
  const name = `job-${id}`
  return (
    <li className="grid gap-2 py-3">
      <h3 id={name} className="font-semibold">
        <bdi dir="ltr">{kind}</bdi>
      </h3>
      <p className="text-sm text-quiet">
        {t('attempts', { count: formatNumber(locale, attempts) })}
        {' · '}
        {t.rich('createdAt', { when: () => <LocalTime date={createdAt} style="short" /> })}
        {' · '}
        {t.rich('failedAt', { when: () => <LocalTime date={failedAt} style="short" /> })}
      </p>
      <p dir="auto" className="[overflow-wrap:anywhere]">
        {reason ?? t('noReason')}
      </p>
      <div className="flex flex-wrap gap-2">
        <ButtonForm action={retryFailedJobAction}>
          <input type="hidden" name="job" value={id} />
          <Button variant="secondary" aria-describedby={name}>
            {t('retry')}
          </Button>
        </ButtonForm>
        <ButtonForm action={deleteFailedJobAction}>
          <input type="hidden" name="job" value={id} />
          <Button variant="quiet" aria-describedby={name}>
            {t('delete')}
          </Button>
        </ButtonForm>
      </div>
    </li>
  )
}
