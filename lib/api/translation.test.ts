import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { resetLimits } from '../rate-limit/rate-limit'
import { aPost, aViewer } from '../testing/factories'
import { changeSettings } from '../testing/settings'
import { startTranslationServer, type TranslationServer } from '../testing/translation-server'
import type { Viewer } from '../viewer'
import { handleTranslation } from './translation'

// next-intl needs a request of Next for its server functions.
vi.mock('next-intl/server', async () => {
  const { createTranslator } = await import('next-intl')
  const messages = {
    en: (await import('../i18n/messages/en.json')).default,
    es: (await import('../i18n/messages/es.json')).default,
  }
  return {
    getTranslations: async ({ locale, namespace }: { locale: 'en' | 'es'; namespace: 'translation' }) =>
      createTranslator({ locale, messages: messages[locale], namespace }),
  }
})

let server: TranslationServer
let viewer: Viewer
beforeEach(async () => {
  await resetLimits()
  server = await startTranslationServer()
  changeSettings({ TRANSLATE_URL: server.url, TRANSLATE_KEY: 'k-secret' })
  viewer = await aViewer()
})
afterEach(() => server.stop())

const text = { text: 'Guten Tag', source_language: 'de', dest_language: 'en' }

async function send(
  body: unknown,
  { as = viewer as Viewer | null, locale = 'en' as 'en' | 'es', headers = {} as Record<string, string> } = {},
) {
  const json = typeof body === 'string' ? body : JSON.stringify(body)
  const length = String(Buffer.byteLength(json))
  const request = new Request('http://localhost:3000/translate', {
    method: 'POST',
    headers: { host: 'localhost:3000', 'content-length': length, ...headers },
    body: json,
  })
  const response = await handleTranslation(as, request, locale)
  return { status: response.status, headers: response.headers, data: await response.json() }
}

test('returns the translation of a text to a member [TRA-04]', async () => {
  const { status, headers, data } = await send(text)
  expect({ status, data }).toEqual({ status: 200, data: { text: 'de>en: GUTEN TAG' } })
  expect(headers.get('cache-control')).toBe('private, no-store')
})

test('returns the translation of a post [TRA-04]', async () => {
  const { id } = await aPost(viewer, 'Heute Abend gibt es im Garten Suppe.')
  expect(await send({ post: id, dest_language: 'es' })).toMatchObject({
    status: 200,
    data: { text: 'de>es: HEUTE ABEND GIBT ES IM GARTEN SUPPE.' },
  })
})

test('refuses guests [TRA-04]', async () => {
  const { status, data } = await send(text, { as: null })
  expect({ status, data }).toMatchObject({ status: 401, data: { error: 'unauthenticated' } })
  expect(server.received).toEqual([])
})

test.each<Record<string, string>>([
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
])('refuses a page of another site: %j [TRA-06]', async (headers) => {
  const { status, data } = await send(text, { headers })
  expect({ status, data }).toMatchObject({ status: 403, data: { error: 'forbidden' } })
  expect(server.received).toEqual([])
})

const longText = 'x'.repeat(281)
test.each<[string, unknown]>([
  ['a text that is too long for a post', { ...text, text: longText }],
  ['an empty text', { ...text, text: ' ' }],
  ['a text that is no string', { ...text, text: ['Guten Tag'] }],
  ['an unknown source language', { ...text, source_language: 'xx' }],
  ['an unknown target language', { ...text, dest_language: 'auto' }],
  ['a language with a path', { ...text, dest_language: 'en/../x' }],
  ['no language', { text: 'Guten Tag' }],
  ['a malformed post', { post: '1; DROP', dest_language: 'en' }],
  ['an array', [text]],
  ['text that is not JSON', 'text=Guten+Tag'],
  ['a large body', { ...text, more: 'x'.repeat(200_000) }],
])('refuses %s with 400 [TRA-06]', async (_, body) => {
  const { status, data } = await send(body)
  expect({ status, data }).toMatchObject({ status: 400, data: { error: 'invalid' } })
  expect(server.received).toEqual([])
})

test('accepts the longest post, and drops an unknown region [TRA-06]', async () => {
  const body = '日'.repeat(280)
  expect(await send({ text: body, source_language: 'ja-JP', dest_language: 'en-AU' })).toMatchObject({
    status: 200,
    data: { text: `ja>en: ${body}` },
  })
})

test('limits the translations of a member [TRA-06]', async () => {
  const statuses = new Set<number>()
  for (let count = 0; count < 60; count += 1)
    statuses.add((await send({ ...text, dest_language: 'de' })).status)
  expect([...statuses]).toEqual([200])
  const { status, data, headers } = await send(text)
  expect({ status, data }).toMatchObject({ status: 429, data: { error: 'rate-limited' } })
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await send(text, { as: await aViewer() })).status).toBe(200)
})

test('returns 404 for a post that does not exist', async () => {
  expect(await send({ post: 999, dest_language: 'en' })).toMatchObject({
    status: 404,
    data: { error: 'not-found' },
  })
})

test('explains a failure of the service in the language of the reader, without its response [TRA-05]', async () => {
  server.behave('error')
  expect(await send(text)).toMatchObject({
    status: 503,
    data: { error: 'failed', message: 'The translation failed. Try again later.' },
  })
  const { data } = await send(text, { locale: 'es' })
  expect(data).toEqual({
    error: 'failed',
    message: 'El servicio de traducción no ha respondido. Vuelve a intentarlo más tarde.',
  })
})

test('explains that no service is configured [TRA-05]', async () => {
  changeSettings({ TRANSLATE_URL: undefined })
  const { status, data } = await send(text)
  expect({ status, data }).toEqual({
    status: 503,
    data: { error: 'off', message: 'Translation is not available on this site.' },
  })
})
