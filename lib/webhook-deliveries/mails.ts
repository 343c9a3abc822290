import { absoluteUrl } from '../http/absolute-url'
import { defaultLocale, directionOf, isLocale } from '../i18n/locales'
import { translatorFor } from '../i18n/translator'
import type { Mail } from '../mail/message'
import { renderMail } from '../mail/render'

type Recipient = { username: string; email: string; locale: string | null }
type StoppedWebhook = { id: number; url: string; reason: 'failed' | 'gone' }

/** Informs a member that a webhook gets no more events, why, and how to start it again. */
export async function webhookStoppedMail(to: Recipient, { id, url, reason }: StoppedWebhook): Promise<Mail> {
  const locale = isLocale(to.locale) ? to.locale : defaultLocale
  const t = translatorFor(locale, 'webhooks')
  const { host } = new URL(url)
  const subject = t('mailSubject', { host })
  const rendered = await renderMail({
    locale,
    direction: directionOf(locale),
    heading: subject,
    paragraphs: [
      t('mailText', { name: to.username }),
      t(reason === 'gone' ? 'goneText' : 'failedText'),
      t('stoppedHow'),
    ],
    link: { label: t('mailButton'), url: absoluteUrl(`/account/webhooks/${id}`) },
    notes: [translatorFor(locale, 'mail')('reason', { name: to.username, site: absoluteUrl('/') })],
  })
  return { to: to.email, subject, ...rendered }
}
