import { expect, test } from 'vitest'
import { parseEnv } from '../env'
import { mailServer } from './mail-server'

const server = (settings: Record<string, string>) => mailServer(parseEnv(settings))

test('returns null without a host', () => {
  expect(server({ MAIL_PORT: '2525', MAIL_USERNAME: 'ann' })).toBeNull()
})

test.each([
  ['smtp://mail.example', { host: 'mail.example', port: 587, secure: false, requireTLS: false }],
  ['smtp://mail.example:2525', { port: 2525, secure: false }],
  ['smtps://mail.example', { port: 465, secure: true, requireTLS: false }],
  ['smtp://[::1]:25', { host: '::1', port: 25 }],
  ['smtp://ann%40example.com:p%2Fw@mail.example', { auth: { user: 'ann@example.com', pass: 'p/w' } }],
])('parses SMTP_URL=%s', (SMTP_URL, expected) => expect(server({ SMTP_URL })).toMatchObject(expected))

test('interprets the MAIL_* settings like Flask-Mail', () => {
  expect(server({ MAIL_SERVER: 'mail.example' })).toEqual({
    host: 'mail.example',
    port: 25,
    secure: false,
    requireTLS: false,
  })
  const gmail = { MAIL_SERVER: 'smtp.example', MAIL_PORT: '587', MAIL_USE_TLS: '1', MAIL_USERNAME: 'ann' }
  expect(server({ ...gmail, MAIL_PASSWORD: 'pw' })).toMatchObject({
    port: 587,
    secure: false,
    requireTLS: true,
    auth: { user: 'ann', pass: 'pw' },
  })
  expect(server({ MAIL_SERVER: 'mail.example', MAIL_PORT: '465' })).toMatchObject({ secure: true })
})

test('defaults an empty MAIL_PORT to 25 [CFG-07]', () => {
  expect(server({ MAIL_SERVER: 'mail.example', MAIL_PORT: '' })).toMatchObject({ port: 25 })
})

test('prefers SMTP_URL to MAIL_SERVER', () => {
  expect(server({ SMTP_URL: 'smtp://one.example', MAIL_SERVER: 'two.example' })).toMatchObject({
    host: 'one.example',
  })
})

test.each([
  ['mail.example', true],
  ['10.0.0.1', true],
  ['127.example', true],
  ['localhost', false],
  ['127.0.0.1', false],
  ['[::1]', false],
])('requires TLS to send a password to %s: %s', (host, needed) => {
  expect(server({ SMTP_URL: `smtp://ann:pw@${host}` })?.requireTLS).toBe(needed)
})
