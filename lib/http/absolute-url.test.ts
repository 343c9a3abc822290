import { expect, test } from 'vitest'
import { changeSettings } from '../testing/settings'
import { absoluteUrl } from './absolute-url'

test.each([
  ['https://roost.example', '/posts/1', 'https://roost.example/posts/1'],
  ['https://roost.example/', '/posts/1?a=b#c', 'https://roost.example/posts/1?a=b#c'],
  ['http://localhost:3000', '/', 'http://localhost:3000/'],
])('with APP_URL %s, the URL of %s is %s [CFG-08]', (site, path, url) => {
  changeSettings({ APP_URL: site })
  expect(absoluteUrl(path)).toBe(url)
})

test('throws an error that names APP_URL if it is not set and mail is sent [CFG-08]', () => {
  changeSettings({ APP_URL: undefined, SMTP_URL: 'smtp://mail.example' })
  expect(() => absoluteUrl('/')).toThrow(/^APP_URL is not set: [^\n]+$/)
})

test('is a local URL without APP_URL while mail is written to files', () => {
  changeSettings({ APP_URL: undefined, PORT: 4000 })
  expect(absoluteUrl('/login')).toBe('http://localhost:4000/login')
})
