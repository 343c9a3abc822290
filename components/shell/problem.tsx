import { useTranslations } from 'next-intl'
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
    <div className="grid justify-items-start gap-3 py-12">
      <p className="text-6xl font-bold text-quiet" aria-hidden="true">
        {statuses[kind]}
      </p>
      <h1 className="text-2xl font-bold">{texts[kind][0]}</h1>
      <p className="text-quiet">{texts[kind][1]}</p>
      <a href="/" className={buttonClass('secondary')}>
        {t('home')}
      </a>
    </div>
  )
}
