import { absoluteUrl } from '../http/absolute-url'
import { parseUserAgent } from '../http/client-info'
import { unknownAddress } from '../http/cookies'
import { defaultLocale, directionOf, isLocale, type Locale } from '../i18n/locales'
import { translatorFor } from '../i18n/translator'
import type { Mail } from '../mail/message'
import { renderMail } from '../mail/render'
import { addressKey } from '../rate-limit/rate-limit'
import type { SecurityEvent } from './schema'

export type Recipient = { username: string; email: string; locale: string | null }

/** The language of a mail: that of the member, else that of the page. */
export function mailLocale(
  { locale }: Pick<Recipient, 'locale'>,
  pageLocale: string = defaultLocale,
): Locale {
  return [locale, pageLocale].find(isLocale) ?? defaultLocale
}

type Details = Pick<SecurityEvent, 'at' | 'ip' | 'userAgent'>

/** When, on which device and from which network something happened, as the list of sessions names them. */
export function describeEvent({ at, ip, userAgent }: Details, locale: Locale): string {
  const t = translatorFor(locale, 'security')
  const { browser, system } = parseUserAgent(userAgent)
  const device = browser && system ? t('device', { browser, system }) : browser || system || t('unknown')
  const area = addressKey(ip)
  return [
    dateTime(locale).format(new Date(at)),
    device,
    ...(area && area !== unknownAddress ? [t('from', { area })] : []),
  ].join(' · ')
}

const dateTime = (locale: Locale) =>
  new Intl.DateTimeFormat(locale, {
    ...{ year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ timeZone: 'UTC', timeZoneName: 'short' },
  })

/** The texts of an event: its subject, what happened, and what to do if it was not the member. */
const textsOf = {
  'log-in': ['logInSubject', 'logInText', 'logInOther'],
  'password-changed': ['passwordSubject', 'passwordText', 'passwordOther'],
  'api-log-in': ['tokenSubject', 'tokenText', 'passwordOther'],
  'api-token': ['tokenSubject', 'tokenText', 'passwordOther'],
  webhook: ['webhookSubject', 'webhookText', 'passwordOther'],
  'app-allowed': ['appSubject', 'appText', 'appOther'],
} as const satisfies Record<SecurityEvent['what'], readonly [string, string, string]>

/** Notifies a member of an event that concerns the security of the account, and what to do if it was not them. */
export async function securityMail(to: Recipient, event: SecurityEvent): Promise<Mail> {
  const locale = mailLocale(to, event.locale)
  const t = translatorFor(locale, 'securityMail')
  const { username: name } = to
  const [subject, text, other] = textsOf[event.what]
  const content = {
    heading: t(subject),
    paragraphs: [t(text, { name, app: event.app ?? '' }), describeEvent(event, locale), t(other)],
    link: { label: t('resetButton'), url: absoluteUrl('/reset-password') },
    notes: [
      ...(event.what === 'password-changed' ? [] : [t('logInIgnore')]),
      translatorFor(locale, 'mail')('reason', { name, site: absoluteUrl('/') }),
    ],
  }
  const rendered = await renderMail({ locale, direction: directionOf(locale), ...content })
  return { to: to.email, subject: content.heading, ...rendered }
}
