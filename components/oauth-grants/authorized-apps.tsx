import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { formatRelativeTime } from '@/components/ui/format-relative-time'
import { revokeAppAction } from '@/lib/oauth-grants/actions'
import type { AuthorizedAppView } from '@/lib/oauth-grants/view'
import { AppOrigin } from './app-origin'

/** The apps that may use the viewer's account, with a button to end the access of each one. */
export function AuthorizedApps({ apps }: { apps: AuthorizedAppView[] }) {
  const t = useTranslations('apps')
  const flash = useTranslations('flash')
  const locale = useLocale()
  const now = new Date()
  if (apps.length === 0) return <p className="text-quiet">{t('empty')}</p>
  return (
    <ul className="divide-y divide-line">
      {apps.map(({ appId, name, website, owner, scopes, createdAt, lastUsedAt }) => (
        <li key={appId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
          <div className="min-w-0">
            <p className="font-semibold [overflow-wrap:anywhere]">
              <bdi>{name}</bdi>
            </p>
            <p className="text-sm text-quiet [overflow-wrap:anywhere]">
              <AppOrigin owner={owner} website={website} />
            </p>
            <p className="text-sm text-quiet">
              {[
                ...scopes.map((scope) => t(`scopes.${scope}`)),
                t('allowedAt', { when: formatRelativeTime(createdAt, now, locale) }),
                lastUsedAt
                  ? t('lastUsed', { when: formatRelativeTime(lastUsedAt, now, locale) })
                  : t('unused'),
              ].join(' · ')}
            </p>
          </div>
          <ButtonForm action={revokeAppAction} successMessage={flash('appRevoked')}>
            <input type="hidden" name="app" value={appId} />
            <Button variant="secondary" aria-label={t('revokeNamed', { name })}>
              {t('revoke')}
            </Button>
          </ButtonForm>
        </li>
      ))}
    </ul>
  )
}
