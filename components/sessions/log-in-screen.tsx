import { getTranslations } from 'next-intl/server'
import { Card, PageHeading } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import { limits } from '@/lib/limits'
import type { LogInReason } from '@/lib/sessions/schema'
import { LogInForm } from './log-in-form'
import { type Provider, ProviderButtons } from './provider-buttons'

type Props = {
  next: string
  reason?: LogInReason | undefined
  providers: Provider[]
  /** The error code of a failed log-in at a provider, from Auth.js or lib/request/provider-adapter.ts. */
  failure?: string | undefined
}

/** The log-in page, with the reason why a log-in is needed. */
export async function LogInScreen({ next, reason, providers, failure }: Props) {
  const [t, fieldErrors, formErrors] = await Promise.all([
    getTranslations('logIn'),
    fieldErrorTexts(['identifier', 'password']),
    formErrorTexts(),
  ])
  const text = {
    title: t('title'),
    identifier: t('identifier'),
    password: t('password'),
    remember: t('remember'),
    button: t('button'),
  }
  const failures = new Map([
    ['OAuthAccountNotLinked', t('notLinked')],
    ['ProviderEmail', t('providerEmail', { max: String(limits.email.max) })],
    ['Banned', formErrors.banned],
    ['RateLimited', formErrors['rate-limited']],
  ])
  return (
    <>
      <PageHeading title={t('title')} />
      {reason && <Notice>{t(`reason.${reason}`)}</Notice>}
      {failure && <Notice category="danger">{failures.get(failure) ?? t('providerFailed')}</Notice>}
      <Card className="grid gap-6">
        <LogInForm
          next={next}
          reason={reason}
          text={text}
          fieldErrors={fieldErrors}
          formErrors={formErrors}
        />
        <ProviderButtons providers={providers} next={next} variant="secondary" />
      </Card>
      <a
        href="/reset-password"
        className="inline-flex min-h-11 items-center justify-self-start font-semibold text-accent underline underline-offset-2"
      >
        {t('forgot')}
      </a>
      <p className="text-quiet">
        {t('newHere')}{' '}
        <a
          href="/signup"
          className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-2"
        >
          {t('signUp')}
        </a>
      </p>
    </>
  )
}
