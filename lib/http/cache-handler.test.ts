import { createHash, randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import CacheHandler from './cache-handler.mjs'
import { noteChanges, noteUnknownChanges, pageKey, postKey, userKey } from './changes.mjs'

// As Next makes one for each request. Nothing is on the disk.
const aRequest = () => {
  const fs = { existsSync: () => false, readFile: () => Promise.reject(new Error('no file')) }
  return new CacheHandler({ fs, serverDistDir: '/none', flushToDisk: true, maxMemoryCacheSize: 1e8 })
}

const kind = { kind: 'APP_PAGE' }

/** The key of a guest's page, as Next makes it. */
const keyOf = (path: string) => `/route-cache/APP_PAGE/${randomUUID()}/$/guest/en${path}`

const read = async (key: string) => (await aRequest().get(key, kind))?.value ?? null

/** Renders a page in a request of its own; `meanwhile` happens after the render has begun. */
async function store(key: string, html: string, { status = 200, meanwhile = () => {} } = {}) {
  const request = aRequest()
  await request.get(key, kind)
  meanwhile()
  await request.set(key, { kind: 'APP_PAGE', status, html, headers: {} }, kind)
}

describe('a prerendered page', () => {
  async function headersOf(html: string, type = 'APP_PAGE', headers = {}) {
    const key = keyOf('/x')
    await aRequest().set(key, { kind: type, html, body: '', headers }, kind)
    return (await read(key))?.headers
  }

  const hash = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

  test('takes along the hashes of exactly its inline scripts [SEC-22]', async () => {
    const html = `<script src="/a.js" async></script><script>one()</script><script id="x" type="module">two("é")\n</script>`
    const policy = `script-src 'self' ${hash('one()')} ${hash('two("é")\n')}`
    expect(await headersOf(html, 'APP_PAGE', { link: 'kept' })).toEqual({
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
  ])('allows %s', async (_, html, hashes) => {
    expect((await headersOf(html))?.['content-security-policy']).toBe(`script-src 'self'${hashes}`)
  })

  test('gets these headers only if it is a page', async () => {
    expect(await headersOf('<script>a</script>', 'APP_ROUTE')).toEqual({})
  })
})

const card = `<article id="post-7"><a href="/users/Ann">Ann</a><a href="/posts/7">now</a>
  <a href="/posts/5">replying to @bob</a></article><p id="post-9">deleted</p>`

describe('a page in memory', () => {
  test('stays while nothing that it shows changes', async () => {
    const key = keyOf('/explore')
    await store(key, card)
    noteChanges([postKey(77), postKey(70), userKey('anna'), userKey('bo'), pageKey('/')])
    expect((await read(key))?.html).toBe(card)
  })

  test.each([
    ['a post on it', postKey(7)],
    ['a post that one answers', postKey(5)],
    ['a placeholder on it', postKey(9)],
    ['an author on it', userKey('ann')],
    ['a member named on it', userKey('Bob')],
    ['its own path', pageKey('/tags/Caf%C3%A9')],
    ['its own path, decoded', pageKey('/tags/café')],
  ])('is missing once %s has changed, until it is rendered again', async (_, changed) => {
    const keys = [keyOf('/tags/caf%C3%A9'), keyOf('/tags/café')]
    for (const key of keys) await store(key, card)
    noteChanges([changed])
    for (const key of keys) {
      expect(await read(key)).toBeNull()
      await store(key, `${card} again`)
      expect((await read(key))?.html).toBe(`${card} again`)
    }
  })

  test('of the front door is missing once its path has changed', async () => {
    const key = keyOf('')
    await store(key, '<p>Welcome</p>')
    noteChanges([pageKey('/')])
    expect(await read(key)).toBeNull()
  })

  test('is missing once anything may have changed', async () => {
    const key = keyOf('/about')
    await store(key, '<p>About</p>')
    noteUnknownChanges()
    expect(await read(key)).toBeNull()
  })

  test('is not kept when what it shows changed while it was rendered', async () => {
    const key = keyOf('/posts/7')
    await store(key, card, { meanwhile: () => noteChanges([postKey(7)]) })
    expect(await read(key)).toBeNull()
    await store(key, card, { meanwhile: () => noteChanges([postKey(8)]) })
    expect(await read(key)).not.toBeNull()
  })

  test('keeps its age when Next stores it again after a render that failed', async () => {
    const key = keyOf('/posts/7')
    await store(key, card)
    const request = aRequest()
    const before = (await request.get(key, kind))?.value ?? null
    noteChanges([postKey(7)])
    await request.set(key, before, kind)
    expect(await read(key)).toBeNull()
  })

  test('that was missing is asked for again each time', async () => {
    const key = keyOf('/users/nobody')
    await store(key, card)
    await store(key, '<p>Not found</p>', { status: 404 })
    expect(await read(key)).toBeNull()
    await aRequest().set(key, null, kind)
    expect(await read(key)).toBeNull()
  })

  test('is rendered once more when too many changes were noted to remember each', async () => {
    const key = keyOf('/about')
    await store(key, '<p>About</p>')
    noteChanges(Array.from({ length: 10_001 }, (_, id) => postKey(id)))
    expect(await read(key)).toBeNull()
    await store(key, '<p>About</p>')
    expect(await read(key)).not.toBeNull()
  })
})
