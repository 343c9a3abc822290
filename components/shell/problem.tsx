import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'

/** A page that is not there, or not for the one who asks. */
export function Problem({ kind }: { kind: 'notFound' | 'forbidden' }) {
  const t = useTranslations('problem')
  const lead = kind === 'notFound' ? t('notFoundLead') : t('forbiddenLead')
  const title = kind === 'notFound' ? t('notFound') : t('forbidden')
  return (
    <div className="grid justify-items-start gap-3 py-12">
      <p className="text-6xl font-bold text-quiet" aria-hidden="true">
        {kind === 'notFound' ? '404' : '403'}
      </p>
      <h1 className="text-2xl font-bold">{title}</h1>
      <p className="text-quiet">{lead}</p>
      <a href="/" className={buttonClass('secondary')}>
        {t('home')}
      </a>
    </div>
  )
}
