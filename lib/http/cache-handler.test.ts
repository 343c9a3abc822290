import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import CacheHandler from './cache-handler.mjs'
import { pageKey, postKey, recordChanges, recordUnknownChanges, userKey } from './changes.mjs'

// Next.js creates a handler for each request. The disk is empty.
const aHandler = () => {
  const fs = { existsSync: () => false, readFile: () => Promise.reject(new Error('no file')) }
  return new CacheHandler({ fs, serverDistDir: '/none', flushToDisk: true, maxMemoryCacheSize: 1e8 })
}

const kind = { kind: 'APP_PAGE' }

/** A Next.js cache key for a guest page. */
const keyOf = (path: string) => `/route-cache/APP_PAGE/${randomUUID()}/$/guest/en${path}`

const read = async (key: string) => (await aHandler().get(key, kind))?.value ?? null

/** Renders and stores a page; `duringRender` runs before it is stored. */
async function store(key: string, html: string, { status = 200, duringRender = () => {} } = {}) {
  const handler = aHandler()
  await handler.get(key, kind)
  duringRender()
  await handler.set(key, { kind: 'APP_PAGE', status, html, headers: {} }, kind)
}

describe('a prerendered page', () => {
  async function headersOf(html: string, type = 'APP_PAGE', headers = {}) {
    const key = keyOf('/x')
    await aHandler().set(key, { kind: type, html, body: '', headers }, kind)
    return (await read(key))?.headers
  }

  const hash = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

  test('has a policy with the hashes of exactly its inline scripts [SEC-22]', async () => {
    const html = `<script src="/a.js" async></script><script>one()</script><script id="x" type="module">two("é")\n</script>`
    const policy = `script-src 'self' ${hash('one()')} ${hash('two("é")\n')}`
    expect(await headersOf(html, 'APP_PAGE', { link: 'kept' })).toEqual({
      link: 'kept',
      'content-security-policy': policy,
      vary: 'Cookie, Accept-Language',
    })
  })

  test.each([
    ['a repeated script once', '<script>a</script><script>a</script>', ` ${hash('a')}`],
    ['no escaped script', '<p title="&lt;script&gt;">&lt;script&gt;evil()&lt;/script&gt;</p>', ''],
    ['a script with data-src', '<script data-src="x">b</script>', ` ${hash('b')}`],
    ['no script on a page without scripts', '<p>hello</p>', ''],
  ])('allows %s', async (_, html, hashes) => {
    expect((await headersOf(html))?.['content-security-policy']).toBe(`script-src 'self'${hashes}`)
  })

  test('has these headers only if it is a page', async () => {
    expect(await headersOf('<script>a</script>', 'APP_ROUTE')).toEqual({})
  })
})

const card = `<article id="post-7"><a href="/users/Ann">Ann</a><a href="/posts/7">now</a>
  <a href="/posts/5">replying to @bob</a></article><p id="post-9">deleted</p>`

describe('a cached page', () => {
  test('is a hit while no object on it changes', async () => {
    const key = keyOf('/explore')
    await store(key, card)
    recordChanges([postKey(77), postKey(70), userKey('anna'), userKey('bo'), pageKey('/')])
    expect((await read(key))?.html).toBe(card)
  })

  test.each([
    ['a post on it', postKey(7)],
    ['the parent of a post on it', postKey(5)],
    ['a placeholder on it', postKey(9)],
    ['an author on it', userKey('ann')],
    ['a user mentioned on it', userKey('Bob')],
    ['its own path', pageKey('/tags/Caf%C3%A9')],
    ['its own path, decoded', pageKey('/tags/café')],
  ])('is a miss after %s has changed, until it is rendered again', async (_, changedKey) => {
    const keys = [keyOf('/tags/caf%C3%A9'), keyOf('/tags/café')]
    for (const key of keys) await store(key, card)
    recordChanges([changedKey])
    for (const key of keys) {
      expect(await read(key)).toBeNull()
      await store(key, `${card} again`)
      expect((await read(key))?.html).toBe(`${card} again`)
    }
  })

  test('of the front page is a miss after its path has changed', async () => {
    const key = keyOf('')
    await store(key, '<p>Welcome</p>')
    recordChanges([pageKey('/')])
    expect(await read(key)).toBeNull()
  })

  test('is a miss after unknown changes', async () => {
    const key = keyOf('/about')
    await store(key, '<p>About</p>')
    recordUnknownChanges()
    expect(await read(key)).toBeNull()
  })

  test('is a miss if an object on it changed during the render', async () => {
    const key = keyOf('/posts/7')
    await store(key, card, { duringRender: () => recordChanges([postKey(7)]) })
    expect(await read(key)).toBeNull()
    await store(key, card, { duringRender: () => recordChanges([postKey(8)]) })
    expect(await read(key)).not.toBeNull()
  })

  test('stays stale when Next.js stores it again after a failed render', async () => {
    const key = keyOf('/posts/7')
    await store(key, card)
    const handler = aHandler()
    const before = (await handler.get(key, kind))?.value ?? null
    recordChanges([postKey(7)])
    await handler.set(key, before, kind)
    expect(await read(key)).toBeNull()
  })

  test('that responded with 404 is a miss', async () => {
    const key = keyOf('/users/nobody')
    await store(key, card)
    await store(key, '<p>Not found</p>', { status: 404 })
    expect(await read(key)).toBeNull()
    await aHandler().set(key, null, kind)
    expect(await read(key)).toBeNull()
  })

  test('is rendered again after more changes than are tracked', async () => {
    const key = keyOf('/about')
    await store(key, '<p>About</p>')
    recordChanges(Array.from({ length: 10_001 }, (_, id) => postKey(id)))
    expect(await read(key)).toBeNull()
    await store(key, '<p>About</p>')
    expect(await read(key)).not.toBeNull()
  })
})
