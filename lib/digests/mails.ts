import { absoluteUrl } from '../http/absolute-url'
import { formatNumber } from '../i18n/format-number'
import { defaultLocale, directionOf, isLocale, type Locale } from '../i18n/locales'
import { translatorFor } from '../i18n/translator'
import type { Mail } from '../mail/message'
import { renderMail } from '../mail/render'
import type { NotificationView } from '../notifications/view'
import { nameOf, type UserSummary } from '../users/view'
import type { Digest } from './view'

/** Counts above it are shown as 99+, as in the badges. */
const maxShown = 99

/** The mail with the number of unread notifications and messages, the latest notifications and the names of senders. */
export async function digestMail(digest: Digest): Promise<Mail> {
  const { recipient, frequency, notificationCount, messageCount } = digest
  const locale = isLocale(recipient.locale) ? recipient.locale : defaultLocale
  const t = translatorFor(locale, 'digests')
  const notifications = { label: t('openNotifications'), url: absoluteUrl('/notifications') }
  const messages = { label: t('openMessages'), url: absoluteUrl('/messages') }
  const unsubscribe = absoluteUrl(`/unsubscribe/${digest.unsubscribeToken}`)
  const hasBoth = notificationCount > 0 && messageCount > 0
  const content = {
    heading: t('mailHeading'),
    paragraphs: [...notificationLines(digest, locale), ...messageLines(digest, locale)],
    link: notificationCount > 0 ? notifications : messages,
    notes: [
      t(frequency === 'daily' ? 'mailDaily' : 'mailWeekly'),
      translatorFor(locale, 'mail')('reason', { name: recipient.username, site: absoluteUrl('/') }),
    ],
    footerLinks: [...(hasBoth ? [messages] : []), { label: t('unsubscribe'), url: unsubscribe }],
  }
  return {
    to: recipient.email,
    subject: t('mailSubject'),
    unsubscribe,
    ...(await renderMail({ locale, direction: directionOf(locale), ...content })),
  }
}

function notificationLines({ notificationCount, notifications }: Digest, locale: Locale): string[] {
  if (notificationCount === 0) return []
  const count = countText(notificationCount, locale)
  // Two notifications may have the same sentence, about two posts.
  const sentences = new Set(notifications.map((notification) => sentenceOf(notification, locale)))
  return [translatorFor(locale, 'digests')('mailNotifications', { count }), ...sentences]
}

function sentenceOf({ kind, actors: [latest], others }: NotificationView, locale: Locale): string {
  const t = translatorFor(locale, 'notifications')
  if (kind === 'export' || !latest) return t('export')
  return t(kind, { name: isolate(latest), others, shown: formatNumber(locale, others) })
}

function messageLines({ messageCount, senders }: Digest, locale: Locale): string[] {
  if (messageCount === 0) return []
  const t = translatorFor(locale, 'digests')
  const names = new Intl.ListFormat(locale).format(senders.map(isolate))
  return [t('mailMessages', { count: countText(messageCount, locale) }), t('mailSenders', { names })]
}

/** A name between the isolation characters of Unicode (UAX 9), as a page shows it in `<bdi>`. */
const isolate = (user: UserSummary) => `\u2068${nameOf(user)}\u2069`

const countText = (count: number, locale: Locale) =>
  count > maxShown ? `${formatNumber(locale, maxShown)}+` : formatNumber(locale, count)
