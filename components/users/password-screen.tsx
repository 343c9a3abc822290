import { getLocale, getTranslations } from 'next-intl/server'
import { errorTexts, refusalTexts } from '@/lib/i18n/texts'
import { limits } from '@/lib/limits'
import type { Account } from '@/lib/users/queries'
import { PasswordForm } from './password-form'

/** Changes the password, which ends every other session. */
export async function PasswordScreen({ account }: { account: Account }) {
  const [t, signUp, language, errors, refusals] = await Promise.all([
    getTranslations('security'),
    getTranslations('signUp'),
    getLocale(),
    errorTexts(['current', 'password', 'repeat']),
    refusalTexts(),
  ])
  const text = {
    password: t('password'),
    current: t('current'),
    new: t('new'),
    repeat: t('repeat'),
    hint: signUp('passwordHint', { min: limits.password.min }),
    save: t('save'),
  }
  const { hasPassword, username, email, displayName } = account
  return (
    <>
      <h2 className="text-lg font-bold">{t('password')}</h2>
      <p className="text-quiet">{t('passwordLead')}</p>
      <PasswordForm
        hasPassword={hasPassword}
        person={{ username, email, displayName }}
        language={language}
        text={text}
        errors={errors}
        refusals={refusals}
      />
    </>
  )
}
