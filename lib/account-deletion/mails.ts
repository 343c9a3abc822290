import { absoluteUrl } from '../http/absolute-url'
import { formatDay } from '../i18n/format-day'
import { defaultLocale, directionOf, isLocale } from '../i18n/locales'
import { translatorFor } from '../i18n/translator'
import type { Mail } from '../mail/message'
import { renderMail } from '../mail/render'

type Recipient = { username: string; email: string; locale: string | null }

const localeOf = (to: Recipient) => (isLocale(to.locale) ? to.locale : defaultLocale)

/** Informs a member when the account will be deleted, and how to keep it. */
export async function deletionRequestedMail(to: Recipient, dueAt: Date): Promise<Mail> {
  const locale = localeOf(to)
  const t = translatorFor(locale, 'accountDeletion')
  const date = formatDay(dueAt, locale)
  return compose(to, t('mailRequestedSubject'), {
    heading: t('mailRequestedHeading', { date }),
    paragraphs: [t('mailRequestedText', { name: to.username, date }), t('mailRequestedUndo')],
    link: { label: t('mailRequestedButton'), url: absoluteUrl('/login') },
    notes: [t('mailRequestedOther', { url: absoluteUrl('/reset-password') })],
  })
}

/** Informs a member that the account is kept. */
export async function accountKeptMail(to: Recipient): Promise<Mail> {
  const t = translatorFor(localeOf(to), 'accountDeletion')
  return compose(to, t('mailKeptSubject'), {
    heading: t('mailKeptHeading'),
    paragraphs: [t('mailKeptText', { name: to.username })],
    link: { label: t('mailKeptButton'), url: absoluteUrl('/account/security') },
    notes: [],
  })
}

/** The last mail to the address of a deleted account. */
export async function accountDeletedMail(to: Recipient): Promise<Mail> {
  const t = translatorFor(localeOf(to), 'accountDeletion')
  return compose(to, t('mailDeletedSubject'), {
    heading: t('mailDeletedHeading'),
    paragraphs: [t('mailDeletedText', { name: to.username, site: absoluteUrl('/') })],
    notes: [t('mailDeletedNote')],
  })
}

type Content = Omit<Parameters<typeof renderMail>[0], 'locale' | 'direction'>

async function compose(to: Recipient, subject: string, content: Content): Promise<Mail> {
  const locale = localeOf(to)
  return {
    to: to.email,
    subject,
    ...(await renderMail({ locale, direction: directionOf(locale), ...content })),
  }
}
