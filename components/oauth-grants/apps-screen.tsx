import { useTranslations } from 'next-intl'
import { OwnApps } from '@/components/oauth-apps/own-apps'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { OwnAppView } from '@/lib/oauth-apps/view'
import type { AuthorizedAppView } from '@/lib/oauth-grants/view'
import { AuthorizedApps } from './authorized-apps'

type Props = { authorized: AuthorizedAppView[]; own: OwnAppView[]; days: number }

/** The apps that may use the account, and those that the viewer has registered. */
export function AppsScreen({ authorized, own, days }: Props) {
  const t = useTranslations('apps')
  return (
    <>
      <Card className="grid gap-2">
        <h2 className="text-lg font-bold">{t('list')}</h2>
        <p className="text-quiet">{t('ends', { days })}</p>
        <AuthorizedApps apps={authorized} />
      </Card>
      <Card className="grid gap-2">
        <h2 className="text-lg font-bold">{t('own')}</h2>
        <OwnApps apps={own} />
        <a href="/account/apps/new" className={`${buttonClass('secondary')} justify-self-start`}>
          {t('register')}
        </a>
      </Card>
    </>
  )
}
