import { absoluteUrl } from '../http/absolute-url'
import { defaultLocale, directionOf, isLocale, type Locale } from '../i18n/locales'
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

/** Tells a member that the password has changed, and what to do if somebody else did it. */
export async function passwordChangedMail(to: Recipient & { locale: string | null }): Promise<Mail> {
  const locale = isLocale(to.locale) ? to.locale : defaultLocale
  const t = translatorFor(locale, 'mail')
  const content = {
    heading: t('passwordChangedHeading'),
    paragraphs: [t('passwordChangedText', { name: to.username }), t('passwordChangedOther')],
    link: { label: t('passwordChangedButton'), url: absoluteUrl('/reset-password') },
    notes: [t('reason', { name: to.username, site: absoluteUrl('/') })],
  }
  return {
    to: to.email,
    subject: t('passwordChangedSubject'),
    ...(await renderMail({ locale, direction: directionOf(locale), ...content })),
  }
}
