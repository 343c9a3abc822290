import { useLocale, useTranslations } from 'next-intl'
import { Card, PageHeading } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Pager } from '@/components/ui/pager'
import { usePagerTexts } from '@/components/ui/pager-texts'
import type { FailedJobView, JobCounts } from '@/lib/failed-jobs/view'
import { formatNumber } from '@/lib/i18n/format-number'
import type { Page } from '@/lib/page'
import { FailedJob } from './failed-job'

type Props = { counts: JobCounts; page: Page<FailedJobView> }

/** The numbers of jobs by state, and the failed jobs with buttons to run them again or to delete them. */
export function JobsScreen({ counts, page }: Props) {
  const t = useTranslations('failedJobs')
  const pagerTexts = usePagerTexts()
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <Counts counts={counts} />
      <Card className="grid gap-2">
        <h2 className="text-lg font-bold">{t('list')}</h2>
        {page.items.length > 0 && (
          <>
            <p className="text-sm text-quiet">{t('listLead')}</p>
            <ul className="divide-y divide-line">
              {page.items.map((job) => (
                <FailedJob key={job.id} job={job} />
              ))}
            </ul>
          </>
        )}
        {page.items.length === 0 && <EmptyState title={t('empty')} />}
      </Card>
      {(page.older || page.newer) && (
        <Pager path="/admin/jobs" older={page.older} newer={page.newer} text={pagerTexts} />
      )}
    </>
  )
}

function Counts({ counts }: { counts: JobCounts }) {
  const t = useTranslations('failedJobs')
  const locale = useLocale()
  const entries = [
    ['waiting', t('waiting')],
    ['running', t('running')],
    ['recurring', t('recurring')],
    ['failed', t('failed')],
  ] as const
  return (
    <Card>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {entries.map(([state, label]) => (
          <div key={state} className="flex flex-col">
            <dt className="text-sm text-quiet">{label}</dt>
            <dd className="text-2xl font-bold tabular-nums">{formatNumber(locale, counts[state])}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
