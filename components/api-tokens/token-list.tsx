import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { formatRelativeTime } from '@/components/ui/format-relative-time'
import { revokeTokenAction } from '@/lib/api-tokens/actions'
import type { TokenView } from '@/lib/api-tokens/view'

/** The personal tokens of the viewer, with a button to revoke each one. */
export function TokenList({ tokens }: { tokens: TokenView[] }) {
  const t = useTranslations('apiTokens')
  const flash = useTranslations('flash')
  const locale = useLocale()
  const now = new Date()
  const dates = new Intl.DateTimeFormat(`${locale}-u-nu-latn`, { dateStyle: 'long', timeZone: 'UTC' })
  if (tokens.length === 0) return <p className="text-quiet">{t('empty')}</p>
  return (
    <ul className="divide-y divide-line">
      {tokens.map(({ id, name, scopes, createdAt, lastUsedAt, expiresAt }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
          <div className="min-w-0">
            <p className="font-semibold [overflow-wrap:anywhere]">
              <bdi>{name}</bdi>
            </p>
            <p className="text-sm text-quiet">
              {[
                scopes.map((scope) => t(`scopes.${scope}`)).join(', '),
                t('createdAt', { when: formatRelativeTime(createdAt, now, locale) }),
                lastUsedAt
                  ? t('lastUsed', { when: formatRelativeTime(lastUsedAt, now, locale) })
                  : t('unused'),
                t('expires', { date: dates.format(expiresAt) }),
              ].join(' · ')}
            </p>
          </div>
          <ButtonForm action={revokeTokenAction} successMessage={flash('tokenRevoked')}>
            <input type="hidden" name="id" value={id} />
            <Button variant="secondary" aria-label={t('revokeNamed', { name })}>
              {t('revoke')}
            </Button>
          </ButtonForm>
        </li>
      ))}
    </ul>
  )
}
