import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { cancelEmailChangeAction, resendVerificationAction } from '@/lib/email-changes/actions'
import type { Account } from '@/lib/users/view'

/** Ids of the forms, which cannot be inside of the account form as their buttons are. */
const forms = { resend: 'resend-verification', cancel: 'cancel-email-change' }

type Props = { account: Pick<Account, 'emailVerified' | 'pendingEmail'> }

/** What is missing until an address is confirmed, with buttons for `EmailStatusForms`. Nothing for a verified address. */
export async function EmailStatus({ account: { emailVerified, pendingEmail } }: Props) {
  if (emailVerified && !pendingEmail) return null
  const t = await getTranslations('emailAddress')
  return (
    <div className="-mt-3 flex flex-wrap items-center gap-2">
      <p className="text-sm text-quiet [overflow-wrap:anywhere]">
        {pendingEmail ? t('waiting', { email: pendingEmail }) : t('unverified')}
      </p>
      <Button form={forms.resend} variant="secondary">
        {pendingEmail ? t('sendAgain') : t('resend')}
      </Button>
      {pendingEmail && (
        <Button form={forms.cancel} variant="quiet">
          {t('cancel')}
        </Button>
      )}
    </div>
  )
}

/** The forms of the buttons of `EmailStatus`. */
export async function EmailStatusForms({ account: { emailVerified, pendingEmail } }: Props) {
  const flash = await getTranslations('flash')
  return (
    <>
      {(pendingEmail || !emailVerified) && (
        <ButtonForm
          action={resendVerificationAction}
          id={forms.resend}
          successMessage={flash('verificationSent')}
        >
          {null}
        </ButtonForm>
      )}
      {pendingEmail && (
        <ButtonForm
          action={cancelEmailChangeAction}
          id={forms.cancel}
          successMessage={flash('emailChangeCancelled')}
        >
          {null}
        </ButtonForm>
      )}
    </>
  )
}
