import { createHash } from 'node:crypto'
import { beforeEach, expect, test, vi } from 'vitest'

const stored = vi.hoisted(() => [] as { headers?: Record<string, string> }[])
vi.mock('next/dist/server/lib/incremental-cache/file-system-cache.js', () => ({
  default: {
    default: class {
      async set(_key: string, data: { headers?: Record<string, string> }) {
        stored.push(data)
      }
    },
  },
}))

const { default: CacheHandler } = await import('./cache-handler.mjs')

beforeEach(() => {
  stored.length = 0
})

async function headersOf(html: string, kind = 'APP_PAGE', headers = {}) {
  const handler = new (CacheHandler as unknown as new () => { set: (...args: unknown[]) => Promise<void> })()
  await handler.set('/x', { kind, html, headers }, {})
  return stored[0]?.headers
}

const hash = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

test('a prerendered page takes along the hashes of exactly its inline scripts', async () => {
  const html = `<script src="/a.js" async></script><script>one()</script><script id="x" type="module">two("é")\n</script>`
  const headers = await headersOf(html, 'APP_PAGE', { link: 'kept' })
  const policy = `script-src 'self' ${hash('one()')} ${hash('two("é")\n')}`
  expect(headers).toEqual({
    link: 'kept',
    'content-security-policy': policy,
    vary: 'Cookie, Accept-Language',
  })
})

test.each([
  ['a script once, however often it stands there', '<script>a</script><script>a</script>', ` ${hash('a')}`],
  ['no escaped one', '<p title="&lt;script&gt;">&lt;script&gt;evil()&lt;/script&gt;</p>', ''],
  ['one with data-src', '<script data-src="x">b</script>', ` ${hash('b')}`],
  ['no page without scripts', '<p>hello</p>', ''],
])('it allows %s', async (_, html, hashes) => {
  expect((await headersOf(html))?.['content-security-policy']).toBe(`script-src 'self'${hashes}`)
})

test('what is no page is left alone', async () => {
  expect(await headersOf('<script>a</script>', 'APP_ROUTE')).toEqual({})
})
