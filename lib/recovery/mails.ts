import { absoluteUrl } from '../http/absolute-url'
import { directionOf, type Locale } from '../i18n/locales'
import { translatorFor } from '../i18n/translator'
import type { Mail } from '../mail/message'
import { renderMail } from '../mail/render'
import { tokenLifetimes } from '../user-tokens/policy'

type Recipient = { username: string; email: string }

/** The mail with the link to choose a new password. */
export async function resetMail(to: Recipient, token: string, locale: Locale): Promise<Mail> {
  const t = translatorFor(locale, 'mail')
  const minutes = tokenLifetimes['reset-password'] / 60_000
  const content = {
    heading: t('resetHeading'),
    paragraphs: [t('resetText', { name: to.username, minutes })],
    link: { label: t('resetButton'), url: absoluteUrl(`/reset-password/${token}`) },
    notes: [t('resetIgnore'), t('reason', { name: to.username, site: absoluteUrl('/') })],
  }
  return {
    to: to.email,
    subject: t('resetSubject'),
    ...(await renderMail({ locale, direction: directionOf(locale), ...content })),
  }
}
