import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'
import { ButtonForm } from '@/components/ui/button-form'
import { uploadLimits } from '@/lib/env/upload-limits'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import { limits } from '@/lib/limits'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import type { DraftKey } from '@/lib/request/form-state'
import { removePictureAction } from '@/lib/users/actions'
import { type Account, nameOf } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { AccountForm } from './account-form'
import { EmailStatus, EmailStatusForms } from './email-status'
import { UserPicture } from './user-picture'

type Props = {
  viewer: Viewer
  account: Account
  proof: RequiredProof
  draft: DraftKey
  /** The text from before the session ended. */
  restored: Record<string, string> | null
}

/** The account settings of the viewer. */
export async function AccountScreen({ viewer, account, proof, draft, restored }: Props) {
  const [t, address, security, flash, profile, fieldErrors, formErrors] = await Promise.all([
    getTranslations('account'),
    getTranslations('emailAddress'),
    getTranslations('security'),
    getTranslations('flash'),
    getTranslations('profile'),
    fieldErrorTexts(['username', 'displayName', 'email', 'current', 'aboutMe', 'picture']),
    formErrorTexts(),
  ])
  const text = {
    title: t('title'),
    username: t('username'),
    displayName: t('displayName'),
    displayNameHint: t('displayNameHint'),
    email: t('email'),
    emailHint: address('hint'),
    aboutMe: t('aboutMe'),
    aboutMeHint: t('aboutMeHint', { max: String(limits.aboutMe.max) }),
    picture: t('picture'),
    pictureHint: t('pictureHint', { megabytes: String(uploadLimits.picture / 1024 / 1024) }),
    save: t('save'),
    current: security('current'),
    currentHint: t('currentPasswordHint'),
    logInAgain: security('logInAgain'),
    success: flash('accountSaved'),
  }
  const { username, displayName, email, aboutMe } = account
  const pristine = { username, displayName, email, aboutMe }
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-center gap-4">
        <UserPicture user={viewer} size={128} alt={profile('picture', { name: nameOf(viewer) })} eager />
        {viewer.avatar && (
          <ButtonForm action={removePictureAction} successMessage={flash('pictureRemoved')}>
            <Button variant="secondary">{t('removePicture')}</Button>
          </ButtonForm>
        )}
      </div>
      <AccountForm
        values={{ ...pristine, ...restored }}
        email={email}
        emailStatus={<EmailStatus account={account} />}
        proof={proof}
        draft={{ key: draft, pristine }}
        maxPictureBytes={uploadLimits.picture}
        text={text}
        fieldErrors={fieldErrors}
        formErrors={formErrors}
      />
      <EmailStatusForms account={account} />
    </div>
  )
}
