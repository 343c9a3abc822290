import { useTranslations } from 'next-intl'
import { buttonClass } from '@/components/ui/button'
import type { OwnAppView } from '@/lib/oauth-apps/view'

/** The apps that the viewer has registered, with a link to change each one. */
export function OwnApps({ apps }: { apps: OwnAppView[] }) {
  const t = useTranslations('apps')
  if (apps.length === 0) return <p className="text-quiet">{t('ownEmpty')}</p>
  return (
    <ul className="divide-y divide-line">
      {apps.map(({ id, name, clientId, isConfidential }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
          <div className="min-w-0">
            <p className="font-semibold [overflow-wrap:anywhere]">
              <bdi>{name}</bdi>
            </p>
            <p className="text-sm text-quiet">
              {t(isConfidential ? 'withSecret' : 'withoutSecret')} ·{' '}
              <code dir="ltr" className="break-all">
                {clientId}
              </code>
            </p>
          </div>
          <a
            href={`/account/apps/edit?app=${id}`}
            className={buttonClass('secondary')}
            aria-label={t('editNamed', { name })}
          >
            {t('edit')}
          </a>
        </li>
      ))}
    </ul>
  )
}
