import { useTranslations } from 'next-intl'
import { Bird } from '@/components/ui/bird'
import { buttonClass } from '@/components/ui/button'

const statuses = { notFound: 404, forbidden: 403, busy: 429, error: 500 } as const

type Props = {
  kind: keyof typeof statuses
  /** The id of the request, under which the log has the error. */
  requestId?: string | null
}

/** The content of the pages for the statuses 404, 403, 429 and 500. */
export function Problem({ kind, requestId }: Props) {
  const t = useTranslations('problem')
  const texts = {
    notFound: [t('notFound'), t('notFoundLead')],
    forbidden: [t('forbidden'), t('forbiddenLead')],
    busy: [t('busy'), t('busyLead')],
    error: [t('error'), t('errorLead')],
  }
  return (
    <div className="empty-state py-12">
      <Bird pose={kind === 'notFound' ? 'away' : 'perched'} />
      <p aria-hidden="true" className="text-sm text-quiet">
        {statuses[kind]}
      </p>
      <h1 className="text-2xl font-bold">{texts[kind][0]}</h1>
      <p>{texts[kind][1]}</p>
      {requestId && <p className="text-sm text-quiet">{t('reference', { id: requestId })}</p>}
      <a href="/" className={buttonClass('secondary')}>
        {t('home')}
      </a>
    </div>
  )
}
