import { getLocale, getTranslations } from 'next-intl/server'
import { Card, PageHeading } from '@/components/ui/card'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import { limits } from '@/lib/limits'
import { SignUpForm } from './sign-up-form'

/** The sign-up page. */
export async function SignUpScreen() {
  const [t, language, fieldErrors, formErrors] = await Promise.all([
    getTranslations('signUp'),
    getLocale(),
    fieldErrorTexts(['username', 'email', 'password', 'repeat']),
    formErrorTexts(),
  ])
  const text = {
    title: t('title'),
    username: t('username'),
    usernameHint: t('usernameHint'),
    email: t('email'),
    emailHint: t('emailHint'),
    password: t('password'),
    passwordHint: t('passwordHint', { min: String(limits.password.min) }),
    repeat: t('repeat'),
    button: t('button'),
  }
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <Card>
        <SignUpForm language={language} text={text} fieldErrors={fieldErrors} formErrors={formErrors} />
      </Card>
      <p className="text-quiet">
        {t('member')}{' '}
        <a
          href="/login"
          className="inline-flex min-h-11 items-center font-semibold text-accent underline underline-offset-2"
        >
          {t('logIn')}
        </a>
      </p>
    </>
  )
}
