import { getTranslations } from 'next-intl/server'
import { errorTexts, refusalTexts } from '@/lib/i18n/texts'
import { limits } from '@/lib/limits'
import { PasswordForm } from './password-form'

/** Changes the password, which ends every other session. */
export async function PasswordScreen({ hasPassword }: { hasPassword: boolean }) {
  const [t, signUp, errors, refusals] = await Promise.all([
    getTranslations('security'),
    getTranslations('signUp'),
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
  return (
    <>
      <h2 className="text-lg font-bold">{t('password')}</h2>
      <p className="text-quiet">{t('passwordLead')}</p>
      <PasswordForm hasPassword={hasPassword} text={text} errors={errors} refusals={refusals} />
    </>
  )
}
