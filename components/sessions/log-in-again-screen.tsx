import { useTranslations } from 'next-intl'
import { Card, PageHeading } from '@/components/ui/card'
import { type Provider, ProviderButtons } from './provider-buttons'

type Props = { next: string; providers: Provider[] }

/** Another log-in at a provider, for a user without a password and a change that needs a recent log-in. */
export function LogInAgainScreen({ next, providers }: Props) {
  const t = useTranslations()
  return (
    <>
      <PageHeading title={t('security.logInAgain')}>{t('security.logInAgainLead')}</PageHeading>
      <Card className="grid gap-6">
        <ProviderButtons providers={providers} next={next} />
        {providers.length === 0 && <p>{t('security.logInAgainNone')}</p>}
        <a
          href={next}
          className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-2"
        >
          {t('security.back')}
        </a>
      </Card>
    </>
  )
}
