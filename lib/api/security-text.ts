import { env } from '../env'
import { absoluteUrl } from '../http/absolute-url'
import { defaultLocale, locales } from '../i18n/locales'

/** Days until the text expires; RFC 9116 §2.5.5 recommends less than a year. */
const validDays = 180

/**
 * The content of /.well-known/security.txt (RFC 9116), with the addresses of SECURITY_CONTACT. Those of ADMINS stay
 * private. It expires at the start of a day, so that it is the same for a whole day.
 * @returns null without a contact
 */
export function securityText(now = new Date()): string | null {
  if (env.SECURITY_CONTACT.length === 0) return null
  const expires = new Date(now.getTime() + validDays * 24 * 60 * 60 * 1000)
  expires.setUTCHours(0, 0, 0, 0)
  const languages = [defaultLocale, ...locales.filter((locale) => locale !== defaultLocale)]
  const lines = [
    ...env.SECURITY_CONTACT.map((contact) => `Contact: ${toUri(contact)}`),
    `Expires: ${expires.toISOString()}`,
    `Preferred-Languages: ${languages.join(', ')}`,
    ...(env.APP_URL ? [`Canonical: ${absoluteUrl('/.well-known/security.txt')}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** An https address as it is, and an email address as in RFC 6068. */
function toUri(contact: string): string {
  // The parser ignores the case of the protocol, as the check of the setting does.
  if (URL.canParse(contact) && new URL(contact).protocol === 'https:') return contact
  const [name = '', host = ''] = contact.split('@')
  return `mailto:${encodeURIComponent(name)}@${host}`
}
