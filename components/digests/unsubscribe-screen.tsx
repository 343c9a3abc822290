import { useTranslations } from 'next-intl'
import { Button, buttonClass } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { Card, PageHeading } from '@/components/ui/card'
import { unsubscribeAction } from '@/lib/digests/actions'
import type { SubscriptionStatus } from '@/lib/digests/view'

type Props = { token: string; found: SubscriptionStatus | null }

/** The page behind the link of a summary: a button that ends summaries, or that they have ended. */
export function UnsubscribeScreen({ token, found }: Props) {
  const t = useTranslations('digests')
  if (!found)
    return (
      <>
        <PageHeading title={t('unsubscribe')} />
        <Card className="grid justify-items-start gap-4">
          <p role="alert">{t('invalidLink')}</p>
          <SettingsLink label={t('toSettings')} />
        </Card>
      </>
    )
  const { username, isSubscribed } = found
  return (
    <>
      <PageHeading title={t('unsubscribe')} />
      <Card className="grid justify-items-start gap-4">
        {isSubscribed ? (
          <>
            <p>{t('unsubscribeLead', { name: username })}</p>
            <ButtonForm action={unsubscribeAction}>
              <input type="hidden" name="token" value={token} />
              <Button>{t('unsubscribe')}</Button>
            </ButtonForm>
          </>
        ) : (
          <>
            <p>{t('unsubscribed', { name: username })}</p>
            <SettingsLink label={t('toSettings')} />
          </>
        )}
      </Card>
    </>
  )
}

function SettingsLink({ label }: { label: string }) {
  return (
    <a href="/notifications" className={buttonClass('secondary')}>
      {label}
    </a>
  )
}
