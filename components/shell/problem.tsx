import { useTranslations } from 'next-intl'
import { Bird } from '@/components/ui/bird'
import { buttonClass } from '@/components/ui/button'

const statuses = { notFound: 404, forbidden: 403, busy: 429 } as const

/** The content of the pages for the statuses 404, 403 and 429. */
export function Problem({ kind }: { kind: keyof typeof statuses }) {
  const t = useTranslations('problem')
  const texts = {
    notFound: [t('notFound'), t('notFoundLead')],
    forbidden: [t('forbidden'), t('forbiddenLead')],
    busy: [t('busy'), t('busyLead')],
  }
  return (
    <div className="empty-state py-12">
      <Bird pose={kind === 'notFound' ? 'away' : 'perched'} />
      <p aria-hidden="true" className="text-sm text-quiet">
        {statuses[kind]}
      </p>
      <h1 className="text-2xl font-bold">{texts[kind][0]}</h1>
      <p>{texts[kind][1]}</p>
      <a href="/" className={buttonClass('secondary')}>
        {t('home')}
      </a>
    </div>
  )
}
