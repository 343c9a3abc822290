import { useTranslations } from 'next-intl'

type AccountPage =
  | '/account'
  | '/account/security'
  | '/account/blocked'
  | '/account/data'
  | '/account/tokens'
  | '/account/apps'
  | '/account/webhooks'

/** The navigation between the account pages. */
export function AccountNav({ current }: { current: AccountPage }) {
  const t = useTranslations('account')
  const pages = [
    ['/account', t('profile')],
    ['/account/security', t('security')],
    ['/account/blocked', t('blocked')],
    ['/account/data', t('data')],
    ['/account/tokens', t('tokens')],
    ['/account/webhooks', t('webhooks')],
    ['/account/apps', t('apps')],
  ] as const
  return (
    <nav aria-label={t('nav')} className="-mx-3 flex flex-wrap gap-1">
      {pages.map(([href, name]) => (
        <a key={href} href={href} aria-current={href === current ? 'page' : undefined} className="pill">
          {name}
        </a>
      ))}
    </nav>
  )
}
