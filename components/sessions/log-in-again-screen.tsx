import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { Card, PageHeading } from '@/components/ui/card'
import { providerAction } from '@/lib/sessions/actions'

type Props = { next: string; providers: { id: string; name: string }[] }

/** Another log-in at a provider, for a user without a password and a change that needs a recent log-in. */
export function LogInAgainScreen({ next, providers }: Props) {
  const t = useTranslations()
  return (
    <div className="mx-auto grid w-full max-w-md gap-6">
      <PageHeading title={t('security.logInAgain')}>{t('security.logInAgainLead')}</PageHeading>
      <Card className="grid gap-6">
        {providers.map(({ id, name }) => (
          <ButtonForm key={id} action={providerAction}>
            <input type="hidden" name="provider" value={id} />
            <input type="hidden" name="next" value={next} />
            <Button className="w-full">{t('logIn.with', { provider: name })}</Button>
          </ButtonForm>
        ))}
        {providers.length === 0 && <p>{t('security.logInAgainNone')}</p>}
        <a
          href={next}
          className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-2"
        >
          {t('security.back')}
        </a>
      </Card>
    </div>
  )
}
