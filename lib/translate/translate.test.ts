import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Env } from '../env'
import { log } from '../log/log'
import { changeSettings } from '../testing/settings'
import { type Behaviour, startTranslationServer, type TranslationServer } from '../testing/translation-server'
import { deeplUrl } from './deepl'
import { isTranslationOn, translate } from './translate'

let server: TranslationServer
beforeEach(async () => {
  server = await startTranslationServer()
})
afterEach(() => {
  server.stop()
  vi.restoreAllMocks()
})

const hallo = { text: 'Guten Tag', from: 'de', to: 'en' }
const use = (settings: Partial<Env> = {}) => changeSettings({ TRANSLATE_URL: server.url, ...settings })

describe('LibreTranslate', () => {
  test('gets the text, both languages and the key [TRA-04]', async () => {
    use({ TRANSLATE_KEY: 'k-1' })
    expect(await translate(hallo)).toEqual({ ok: true, text: 'de>en: GUTEN TAG' })
    const body = { q: 'Guten Tag', source: 'de', target: 'en', format: 'text', api_key: 'k-1' }
    expect(server.received).toMatchObject([
      { path: '/translate', headers: { 'content-type': 'application/json' }, body },
    ])
  })

  test('gets no key when there is none, and its own codes of languages', async () => {
    use({ TRANSLATE_URL: `${server.url}/` })
    await translate({ text: 'hei', from: 'no', to: 'pt-BR' })
    expect(server.received).toMatchObject([{ path: '/translate' }])
    expect(server.received[0]?.body).toEqual({ q: 'hei', source: 'nb', target: 'pt', format: 'text' })
  })
})

describe('DeepL', () => {
  test('gets the key in a header, and target languages with a variant', async () => {
    use({ TRANSLATE_PROVIDER: 'deepl', TRANSLATE_KEY: 'k-2' })
    expect(await translate(hallo)).toEqual({ ok: true, text: 'DE>EN-US: GUTEN TAG' })
    expect(server.received).toMatchObject([
      { path: '/v2/translate', headers: { authorization: 'DeepL-Auth-Key k-2' } },
    ])
    expect(server.received[0]?.body).toEqual({ text: ['Guten Tag'], source_lang: 'DE', target_lang: 'EN-US' })
  })

  test.each([
    ['pt-BR', 'PT-BR'],
    ['pt', 'PT-PT'],
    ['es-MX', 'ES'],
    ['zh', 'ZH-HANS'],
    ['no', 'NB'],
  ])('translates into %s as %s', async (to, target) => {
    use({ TRANSLATE_PROVIDER: 'deepl', TRANSLATE_KEY: 'k-2' })
    await translate({ ...hallo, to })
    expect(server.received[0]?.body).toMatchObject({ target_lang: target })
  })

  test('has another address for keys of the free plan', () => {
    expect(deeplUrl('a-b:fx')).toBe('https://api-free.deepl.com')
    expect(deeplUrl('a-b')).toBe('https://api.deepl.com')
  })
})

describe('Azure', () => {
  test('gets the languages in the query, the key and the region in headers', async () => {
    use({ TRANSLATE_PROVIDER: 'azure', TRANSLATE_KEY: 'k-3', TRANSLATE_REGION: 'westeurope' })
    expect(await translate({ text: '你好', from: 'zh', to: 'en' })).toEqual({
      ok: true,
      text: 'zh-Hans>en: 你好',
    })
    expect(server.received).toMatchObject([
      {
        path: '/translate?api-version=3.0&from=zh-Hans&to=en&textType=plain',
        headers: { 'ocp-apim-subscription-key': 'k-3', 'ocp-apim-subscription-region': 'westeurope' },
        body: [{ Text: '你好' }],
      },
    ])
  })

  test('gets no region when there is none', async () => {
    use({ TRANSLATE_PROVIDER: 'azure', TRANSLATE_KEY: 'k-3' })
    await translate(hallo)
    expect(server.received[0]?.headers).not.toHaveProperty('ocp-apim-subscription-region')
  })
})

test.each<[string, Partial<Env>]>([
  ['no setting', {}],
  ['a key without an address', { TRANSLATE_KEY: 'k' }],
  ['DeepL without a key', { TRANSLATE_PROVIDER: 'deepl', TRANSLATE_URL: 'https://deepl.example' }],
  ['Azure without a key', { TRANSLATE_PROVIDER: 'azure' }],
])('is off with %s [TRA-05]', async (_, settings) => {
  changeSettings(settings)
  expect(isTranslationOn()).toBe(false)
  expect(await translate(hallo)).toEqual({ ok: false, code: 'off' })
})

const providers = ['libretranslate', 'deepl', 'azure'] as const
const failures: [Behaviour, string][] = [
  ['error', 'status 500'],
  ['other-json', 'answer without a translation'],
  ['garbage', 'answer is not JSON'],
  ['endless', 'answer too long'],
  ['close', 'UND_ERR_SOCKET'],
]

describe.each(providers)('with %s', (provider) => {
  test.each(failures)(
    'returns a failure and logs it without key and text: %s [TRA-05, TRA-06]',
    async (behaviour, reason) => {
      use({ TRANSLATE_PROVIDER: provider, TRANSLATE_KEY: 'k-secret' })
      server.behave(behaviour)
      const warn = vi.spyOn(log, 'warn')
      expect(await translate(hallo)).toEqual({ ok: false, code: 'failed' })
      const expected = { event: 'translate.failed', provider, from: 'de', to: 'en', reason }
      expect(warn.mock.calls).toEqual([[expected]])
    },
  )

  test('returns a failure after a timeout [TRA-05]', async () => {
    use({ TRANSLATE_PROVIDER: provider, TRANSLATE_KEY: 'k-secret' })
    server.behave('hold')
    const warn = vi.spyOn(log, 'warn')
    expect(await translate({ ...hallo, timeout: 50 })).toEqual({ ok: false, code: 'failed' })
    expect(warn.mock.calls[0]?.[0]).toMatchObject({ reason: 'TimeoutError' })
  })

  test('returns a failure when the connection is refused [TRA-05]', async () => {
    use({ TRANSLATE_PROVIDER: provider, TRANSLATE_KEY: 'k-secret' })
    server.stop()
    const warn = vi.spyOn(log, 'warn')
    expect(await translate(hallo)).toEqual({ ok: false, code: 'failed' })
    expect(warn.mock.calls[0]?.[0]).toMatchObject({ reason: 'ECONNREFUSED' })
  })

  test('sends the key to no other address [TRA-06]', async () => {
    use({ TRANSLATE_PROVIDER: provider, TRANSLATE_KEY: 'k-secret' })
    server.behave('redirect')
    expect(await translate(hallo)).toEqual({ ok: false, code: 'failed' })
    expect(server.received).toHaveLength(1)
  })
})
