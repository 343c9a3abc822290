import { expect, test } from 'vitest'
import { GET } from '../../app/.well-known/security.txt/route'
import { parseEnv } from '../env'
import { changeSettings } from '../testing/settings'
import { securityText } from './security-text'

const now = new Date('2026-11-27T05:06:07.890Z')
const contacts = (list: string) => parseEnv({ SECURITY_CONTACT: list }).SECURITY_CONTACT

test('names contacts in their order, languages, its address and an end within a year', () => {
  changeSettings({
    SECURITY_CONTACT: contacts('https://example.com/report, a%b@example.com'),
    APP_URL: 'https://roost.example',
  })
  expect(securityText(now)).toBe(`Contact: https://example.com/report
Contact: mailto:a%25b@example.com
Expires: 2027-05-26T00:00:00.000Z
Preferred-Languages: en, de, es, fr, pt-BR, ja, ar
Canonical: https://roost.example/.well-known/security.txt
`)
})

test('is plain text that caches keep for an hour', async () => {
  changeSettings({ SECURITY_CONTACT: contacts('ann@example.com') })
  const response = GET()
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('public, max-age=3600')
  const text = await response.text()
  expect(text).toMatch(/^Contact: mailto:ann@example\.com\nExpires: /)
  expect(text).not.toContain('Canonical')
})

test('keeps an address whose protocol is in upper case', () => {
  changeSettings({ SECURITY_CONTACT: contacts('HTTPS://example.com/report') })
  expect(securityText(now)).toMatch(/^Contact: HTTPS:\/\/example\.com\/report\n/)
})

test('is missing without a contact, and does not publish the addresses of ADMINS', () => {
  changeSettings({ ADMINS: ['ann@example.com'] })
  expect(GET().status).toBe(404)
})

test.each(['ann', 'http://example.com/report', 'ann@example.com bob@example.com', 'javascript:alert(1)'])(
  'the contact %j is refused at the start',
  (list) => expect(() => contacts(list)).toThrow(/^Roost cannot start: SECURITY_CONTACT must list/),
)
