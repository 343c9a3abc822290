import { getTranslations } from 'next-intl/server'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { gracePeriodDays } from '@/lib/account-deletion/policy'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { DeleteAccountForm } from './delete-account-form'

type Props = { hasPassword: boolean; proof: RequiredProof }

/** Explains what happens when the account is deleted, with a form for the password. */
export async function DeleteAccountScreen({ hasPassword, proof }: Props) {
  const [t, security, fieldErrors, formErrors] = await Promise.all([
    getTranslations('accountDeletion'),
    getTranslations('security'),
    fieldErrorTexts(['current']),
    formErrorTexts(),
  ])
  const days = { days: gracePeriodDays }
  const text = {
    title: t('title'),
    current: security('current'),
    button: t('button'),
    logInAgain: security('logInAgain'),
  }
  return (
    <>
      <Card className="grid gap-3">
        <h2 className="text-lg font-bold">{t('whatHappens')}</h2>
        <ul className="grid list-disc gap-2 ps-5">
          <li>{t('now')}</li>
          <li>{t('undo', days)}</li>
          <li>{t('after')}</li>
          <li>{t('replies')}</li>
          <li>{t('messages')}</li>
          <li>{t('username')}</li>
        </ul>
      </Card>
      <Card className="grid justify-items-start gap-3">
        <h2 className="text-lg font-bold">{t('export')}</h2>
        <p className="text-quiet">{t('exportLead')}</p>
        <a href="/account/data" className={buttonClass('secondary')}>
          {t('exportLink')}
        </a>
      </Card>
      <Card className="grid gap-3">
        <h2 className="text-lg font-bold">{t('confirm')}</h2>
        {!hasPassword && proof === 'log-in' ? (
          <Notice>
            <LogInAgainLink
              next="/account/delete"
              lead={formErrors.reauthenticate ?? ''}
              label={security('logInAgain')}
            />
          </Notice>
        ) : (
          <DeleteAccountForm
            hasPassword={hasPassword}
            text={text}
            fieldErrors={fieldErrors}
            formErrors={formErrors}
          />
        )}
      </Card>
    </>
  )
}
