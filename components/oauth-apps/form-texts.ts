import { getTranslations } from 'next-intl/server'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'

/** The texts of the forms for apps, in the language of the request. */
export async function appFormTexts() {
  const [t, security, account, fieldErrors, formErrors] = await Promise.all([
    getTranslations('apps'),
    getTranslations('security'),
    getTranslations('account'),
    fieldErrorTexts(['appName', 'website', 'redirectUris', 'current']),
    formErrorTexts(),
  ])
  const text = {
    register: t('register'),
    name: t('name'),
    nameHint: t('nameHint'),
    website: t('website'),
    redirectUris: t('redirectUris'),
    redirectUrisHint: t('redirectUrisHint'),
    confidential: t('confidential'),
    submit: t('submit'),
    save: account('save'),
    newSecret: t('newSecret'),
    clientId: t('clientId'),
    secret: t('secret'),
    secretHint: t('secretHint'),
    publicHint: t('publicHint'),
    current: security('current'),
    currentHint: t('currentHint'),
    logInAgain: security('logInAgain'),
  }
  return { text, fieldErrors, formErrors }
}
