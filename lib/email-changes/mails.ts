import { absoluteUrl } from '../http/absolute-url'
import { directionOf, type Locale } from '../i18n/locales'
import { translatorFor } from '../i18n/translator'
import type { MailContent } from '../mail/layout'
import type { Mail } from '../mail/message'
import { renderMail } from '../mail/render'
import { describeEvent, mailLocale, type Recipient } from '../security-mails/mails'
import { tokenLifetimes } from '../user-tokens/policy'
import type { EmailChanged } from './schema'

type Link = { token: string; isChange: boolean; locale: Locale }

/** The mail with the link that confirms an address. */
export function verificationMail(to: Recipient, { token, isChange, locale }: Link): Promise<Mail> {
  const language = mailLocale(to, locale)
  const t = translatorFor(language, 'securityMail')
  const values = { name: to.username, minutes: tokenLifetimes['verify-email'] / 60_000 }
  return compose(to, language, {
    heading: t(isChange ? 'changeSubject' : 'verifySubject'),
    paragraphs: [isChange ? t('changeText', values) : t('verifyText', values)],
    link: { label: t('verifyButton'), url: absoluteUrl(`/verify-email/${token}`) },
    notes: [t('verifyIgnore', { site: absoluteUrl('/') })],
  })
}

/**
 * Notifies a former address that it has been replaced.
 * @param undo the link that restores it
 */
export function emailChangedMail(
  to: Recipient,
  change: EmailChanged,
  undo: { token: string; expiresAt: Date } | null,
): Promise<Mail> {
  const locale = mailLocale(to, change.locale)
  const t = translatorFor(locale, 'securityMail')
  const [name, site] = [to.username, absoluteUrl('/')]
  const dateFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  return compose(to, locale, {
    heading: t('changedSubject'),
    paragraphs: [
      t('changedText', { name }),
      describeEvent(change, locale),
      undo ? t('changedUndo', { date: dateFormat.format(undo.expiresAt) }) : t('changedHelp', { site }),
    ],
    ...(undo && {
      link: { label: t('changedButton'), url: absoluteUrl(`/undo-email-change/${undo.token}`) },
    }),
    notes: [t('changedReason', { name, site })],
  })
}

async function compose(
  to: Recipient,
  locale: Locale,
  content: Omit<MailContent, 'locale' | 'direction'>,
): Promise<Mail> {
  const rendered = await renderMail({ locale, direction: directionOf(locale), ...content })
  return { to: to.email, subject: content.heading, ...rendered }
}
