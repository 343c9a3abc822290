import { getLocale, getTranslations } from 'next-intl/server'
import { Notice } from '@/components/ui/notice'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import { limits } from '@/lib/limits'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import type { Account } from '@/lib/users/view'
import { LogInAgainLink } from './log-in-again'
import { PasswordForm } from './password-form'

/** The section that changes the password. */
export async function PasswordScreen({ account, proof }: { account: Account; proof: RequiredProof }) {
  const [t, flash, signUp, language, fieldErrors, formErrors] = await Promise.all([
    getTranslations('security'),
    getTranslations('flash'),
    getTranslations('signUp'),
    getLocale(),
    fieldErrorTexts(['current', 'password', 'repeat']),
    formErrorTexts(),
  ])
  const text = {
    password: t('password'),
    current: t('current'),
    new: t('new'),
    repeat: t('repeat'),
    hint: signUp('passwordHint', { min: String(limits.password.min) }),
    save: t('save'),
    logInAgain: t('logInAgain'),
    success: flash('passwordChanged'),
  }
  const { hasPassword, username, email, displayName } = account
  return (
    <>
      <h2 className="text-lg font-bold">{t('password')}</h2>
      <p className="text-quiet">{t('passwordLead')}</p>
      {proof === 'log-in' ? (
        <Notice category="info">
          <LogInAgainLink
            next="/account/security"
            lead={formErrors.reauthenticate ?? ''}
            label={t('logInAgain')}
          />
        </Notice>
      ) : (
        <PasswordForm
          hasPassword={hasPassword}
          person={{ username, email, displayName }}
          language={language}
          text={text}
          fieldErrors={fieldErrors}
          formErrors={formErrors}
        />
      )}
    </>
  )
}
